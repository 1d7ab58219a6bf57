package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code createFile()} and its options. */
class CreateFileTest {
  private static final Path FILE = new Path("mem://create/d/f");

  private final MemoryStore memory = MemoryFileSystem.store("create");
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

  @SuppressWarnings("unchecked") // Hadoop declares it raw
  private FSDataOutputStreamBuilder<FSDataOutputStream, ?> builder() {
    return fs.createFile(FILE);
  }

  private static void write(FSDataOutputStream out, String text) throws IOException {
    try (out) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private List<Operation> asked() {
    return store.calls().stream().map(RecordingStore.Call::operation).toList();
  }

  private String content() {
    return new String(memory.bytes("d/f"), UTF_8);
  }

  @Test
  void parent_mustBeThere_unlessRecursive() throws IOException {
    assertThatThrownBy(() -> builder().build()).isInstanceOf(FileNotFoundException.class);
    write(builder().recursive().build(), "a");
    assertThat(content()).isEqualTo("a");
  }

  @Test
  void overwrite_isOnUnlessTakenBack() throws IOException {
    memory.hold("d/f", new byte[1]);
    write(builder().build(), "new");
    assertThat(content()).isEqualTo("new");
    assertThatThrownBy(() -> builder().overwrite(false).build())
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void conditionalOverwrite_isJudgedByTheStoreAtClose() throws IOException {
    memory.hold("d/", new byte[0]);
    write(builder().must("fs.option.create.conditional.overwrite", true).build(), "first");
    store.reset();
    FSDataOutputStream second =
        builder().must("fs.option.create.conditional.overwrite", true).build();
    assertThat(asked()).containsExactly(Operation.LIST, Operation.LIST);
    assertThatThrownBy(() -> write(second, "second"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(content()).isEqualTo("first");
  }

  @Test
  void conditionalOverwriteByEtag_replacesThatVersionOnly() throws IOException {
    memory.hold("d/f", "one".getBytes(UTF_8));
    String etag = ((EtagSource) fs.getFileStatus(FILE)).getEtag();
    String option = "fs.option.create.conditional.overwrite.etag";
    write(builder().must(option, etag).build(), "two");
    assertThat(content()).isEqualTo("two");
    assertThatThrownBy(() -> write(builder().must(option, etag).build(), "three"))
        .isInstanceOf(ObjectChangedException.class);
    assertThat(content()).isEqualTo("two");
    for (String none : List.of("", " ", "\"\"")) {
      assertThatThrownBy(() -> builder().must(option, none).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no ETag");
    }
    assertThatThrownBy(
            () ->
                builder()
                    .opt(option, etag)
                    .opt("fs.option.create.conditional.overwrite", true)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("excludes");
  }

  @Test
  void performance_asksNothingBefore_andKeepsTheCondition() throws IOException {
    String option = "fs.s3a.create.performance";
    write(builder().must(option, true).build(), "a");
    assertThat(asked()).containsExactly(Operation.PUT);
    FSDataOutputStream second = builder().overwrite(false).must(option, true).build();
    assertThatThrownBy(() -> write(second, "b")).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(content()).isEqualTo("a");
    assertThatThrownBy(() -> fs.createFile(new Path("mem://create/")).must(option, true).build())
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatCannotBeDone_isRefusedIfItMust_andAppendAlways() throws IOException {
    for (String option : List.of("fs.option.create.content.type", "fs.s3a.create.header.x")) {
      assertThatThrownBy(() -> builder().must(option, "v").build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(option);
      write(builder().recursive().opt(option, "v").build(), "a");
    }
    assertThatThrownBy(() -> builder().append().build())
        .isInstanceOf(UnsupportedOperationException.class);
    write(builder().must("fs.option.create.in.close", true).build(), "a");
  }
}
