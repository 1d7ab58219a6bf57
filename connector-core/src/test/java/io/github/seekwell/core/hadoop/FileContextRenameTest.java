package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.HadoopIllegalArgumentException;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The strict door: every refusal is an exception, and few requests are made. */
class FileContextRenameTest {
  private final MemoryStore memory = MemoryFileSystem.store("strict");
  private final RecordingStore store = new RecordingStore(memory);
  private FileSystem fs;
  private FileContext fc;

  @BeforeEach
  void open() throws IOException {
    fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration());
    fc = FileContext.getFileContext(fs.getUri(), MemoryFileSystem.configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private void hold(String... keys) {
    for (String key : keys) {
      memory.hold(key, key.endsWith("/") ? new byte[0] : key.getBytes(UTF_8));
    }
  }

  private void rename(String from, String to, Options.Rename... options) throws IOException {
    fc.rename(new Path("/" + from), new Path("/" + to), options);
  }

  private List<Operation> asked() {
    return store.calls().stream().map(RecordingStore.Call::operation).toList();
  }

  @Test
  void file_replacesAFile_inOneStep() throws IOException {
    hold("d/a", "d/b");
    rename("d/a", "d/b", Options.Rename.OVERWRITE);
    assertThat(memory.keys()).containsExactly("d/b");
    assertThat(memory.bytes("d/b")).isEqualTo("d/a".getBytes(UTF_8));
    assertThat(asked()).containsExactly(Operation.HEAD, Operation.HEAD, Operation.RENAME);
  }

  @Test
  void file_ontoAFileThatMustStay_isRefused() {
    hold("a", "b");
    assertThatThrownBy(() -> rename("a", "b")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> rename("a", "a")).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(memory.keys()).containsExactly("a", "b");
  }

  @Test
  void target_isTakenByItsName_neverMovedInto() throws IOException {
    hold("a", "d/");
    assertThatThrownBy(() -> rename("a", "d", Options.Rename.OVERWRITE))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("a file cannot replace");
    hold("e/f");
    assertThatThrownBy(() -> rename("e", "a", Options.Rename.OVERWRITE))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("a directory cannot replace");
    rename("e", "d", Options.Rename.OVERWRITE);
    assertThat(memory.keys()).containsExactly("a", "d/", "d/f");
  }

  @Test
  void directory_replacesAnEmptyOneOnly() {
    hold("d/f", "e/g");
    assertThatThrownBy(() -> rename("d", "e")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> rename("d", "e", Options.Rename.OVERWRITE))
        .isInstanceOf(PathIsNotEmptyDirectoryException.class);
    assertThatThrownBy(() -> rename("d", "d/x"))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("into itself");
    assertThat(memory.keys()).containsExactly("d/f", "e/g");
  }

  @Test
  void source_andParentOfTheTarget_mustBeThere() {
    hold("a", "f");
    assertThatThrownBy(() -> rename("none", "b")).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> rename("a", "no/b"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("parent");
    assertThatThrownBy(() -> rename("a", "f/b")).isInstanceOf(ParentNotDirectoryException.class);
  }

  @Test
  void create_costsNoMoreThanThroughFileSystem() throws IOException {
    hold("d/");
    fc.create(new Path("/d/f"), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE)).close();
    assertThat(asked()).containsExactly(Operation.LIST, Operation.LIST, Operation.PUT);
    assertThatThrownBy(() -> fc.create(new Path("/d/f"), EnumSet.of(CreateFlag.CREATE)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> fc.create(new Path("/no/f"), EnumSet.of(CreateFlag.CREATE)))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> fc.create(new Path("/d/g"), EnumSet.of(CreateFlag.OVERWRITE)))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> fc.create(new Path("/d/f"), EnumSet.of(CreateFlag.APPEND)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fc.create(new Path("/d/f"), EnumSet.noneOf(CreateFlag.class)))
        .isInstanceOf(HadoopIllegalArgumentException.class);
  }

  @Test
  void listing_comesByPages() throws IOException {
    hold("d/a", "d/b");
    assertThat(fc.listStatus(new Path("/d")).hasNext()).isTrue();
    assertThat(fc.listLocatedStatus(new Path("/d")).next().getBlockLocations()).hasSize(1);
    assertThat(asked()).containsExactly(Operation.LIST, Operation.LIST);
  }
}
