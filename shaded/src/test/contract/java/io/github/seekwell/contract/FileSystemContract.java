package io.github.seekwell.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import org.apache.hadoop.fs.FileSystemContractBaseTest;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hadoop's oldest suite. It expects what HDFS does; where that contradicts the options we declare
 * to the newer suites, our own answer is asserted instead.
 */
public final class FileSystemContract extends FileSystemContractBaseTest {

  @BeforeEach
  public void openFileSystem() throws Exception {
    fs = Bucket.newFileSystem();
  }

  @AfterEach
  @Override
  public void tearDown() throws Exception {
    super.tearDown();
    fs.close();
  }

  /** Nothing keeps permissions, so that no umask can take any away. */
  @Test
  @Override
  public void testMkdirsWithUmask() throws Exception {
    fs.getConf().set("fs.permissions.umask-mode", TEST_UMASK);
    final Path dir = path("newDir");

    assertThat(fs.mkdirs(dir, new FsPermission((short) 0700))).isTrue();

    assertThat(fs.getFileStatus(dir).isDirectory()).isTrue();
    assertThat(fs.getFileStatus(dir).getPermission()).isEqualTo(new FsPermission((short) 0777));
  }

  /** A missing source is an exception, as Hadoop's specification has it; HDFS says false. */
  @Test
  @Override
  public void testRenameNonExistentPath() throws Exception {
    final Path source = path("testRenameNonExistentPath/path");
    final Path target = path("testRenameNonExistentPathNew/newpath");

    assertThatThrownBy(() -> fs.rename(source, target)).isInstanceOf(FileNotFoundException.class);

    assertThat(fs.exists(target)).isFalse();
    assertThat(fs.exists(target.getParent())).isFalse();
  }

  /** Missing parents of the target are made: rename-creates-dest-dirs. HDFS says false. */
  @Test
  @Override
  public void testRenameFileMoveToNonExistentDirectory() throws Exception {
    final Path source = path("testRenameFileMoveToNonExistentDirectory/file");
    createFile(source);
    final Path target = path("testRenameFileMoveToNonExistentDirectoryNew/newfile");

    rename(source, target, true, false, true);

    assertThat(fs.getFileStatus(target).getLen()).isEqualTo(data.length);
  }

  /** As for files. */
  @Test
  @Override
  public void testRenameDirectoryMoveToNonExistentDirectory() throws Exception {
    final Path source = path("testRenameDirectoryMoveToNonExistentDirectory/dir");
    fs.mkdirs(source);
    final Path target = path("testRenameDirectoryMoveToNonExistentDirectoryNew/newdir");

    rename(source, target, true, false, true);

    assertThat(fs.getFileStatus(target).isDirectory()).isTrue();
  }
}
