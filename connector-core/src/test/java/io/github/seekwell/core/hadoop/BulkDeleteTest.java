package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.wrappedio.WrappedIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many files, one request. */
class BulkDeleteTest {
  private static final Path BASE = new Path("mem://bulk/d");

  private final MemoryStore memory = MemoryFileSystem.store("bulk");
  private final RecordingStore store = new RecordingStore(memory);
  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void page_isTheStoresBatch_andOneRequest() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      memory.hold("d/" + i, new byte[1]);
      paths.add(new Path(BASE, "" + i));
    }
    try (BulkDelete bulk = fs.createBulkDelete(new Path("/d"))) {
      assertThat(bulk.pageSize()).isEqualTo(1000);
      assertThat(bulk.basePath()).isEqualTo(BASE);
      assertThat(bulk.bulkDelete(paths)).isEmpty();
      paths.add(new Path(BASE, "more"));
      assertThatThrownBy(() -> bulk.bulkDelete(paths))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1001 paths");
    }
    assertThat(memory.keys()).isEmpty();
    assertThat(store.count()).isEqualTo(1);
    assertThat(store.count(Operation.DELETE_BATCH)).isEqualTo(1);
  }

  @Test
  void pathsElsewhereOrRelative_areRefused_andNothingIsDeleted() throws IOException {
    memory.hold("d/a", new byte[1]);
    BulkDelete bulk = fs.createBulkDelete(BASE);
    for (Path wrong : List.of(new Path("mem://bulk/da"), new Path("a"), new Path("/"))) {
      assertThatThrownBy(() -> bulk.bulkDelete(List.of(new Path(BASE, "a"), wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.toString());
    }
    assertThat(bulk.bulkDelete(List.of())).isEmpty();
    assertThat(store.count()).isZero();
  }

  @Test
  void missingFiles_directoriesAndRepetitions_areNoErrors() throws IOException {
    memory.hold("d/a", new byte[1]);
    memory.hold("d/sub/b", new byte[1]);
    Path a = new Path(BASE, "a");
    List<Path> paths = List.of(a, a, new Path(BASE, "none"), new Path(BASE, "sub"));
    assertThat(fs.createBulkDelete(BASE).bulkDelete(paths)).isEmpty();
    assertThat(memory.keys()).containsExactly("d/sub/b");
  }

  @Test
  void whatIsLeft_isTold() throws IOException {
    ForwardingStore locked =
        new ForwardingStore(memory) {
          @Override
          public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context) {
            return List.of(
                new DeleteFailure(
                    keys.get(1),
                    new StoreException(ErrorKind.ACCESS_DENIED, "delete " + keys.get(1), "held")));
          }

          @Override
          public String toString() {
            return "Locked(" + inner() + ")";
          }
        };
    try (FileSystem held = MemoryFileSystem.over(locked, MemoryFileSystem.configuration())) {
      List<Map.Entry<Path, String>> left =
          WrappedIO.bulkDelete_delete(
              held, BASE, List.of(new Path(BASE, "a"), new Path(BASE, "b")));
      assertThat(left).hasSize(1);
      assertThat(left.get(0).getKey()).isEqualTo(new Path(BASE, "b"));
      assertThat(left.get(0).getValue()).contains("held");
    }
  }

  @Test
  void capability_andTheReflectiveDoor_areThere() throws IOException {
    assertThat(fs.hasPathCapability(BASE, CommonPathCapabilities.BULK_DELETE)).isTrue();
    assertThat(WrappedIO.bulkDelete_pageSize(fs, BASE)).isEqualTo(1000);
  }
}
