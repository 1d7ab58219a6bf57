package io.github.seekwell.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSMainOperationsBaseTest;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;

/** What applications do with a FileSystem. */
public final class FileSystemMainOperations extends FSMainOperationsBaseTest {

  public FileSystemMainOperations() {
    super("/main-operations");
  }

  @Override
  protected FileSystem createFileSystem() throws IOException {
    final FileSystem shared = FileSystem.get(Bucket.root(), new Configuration());
    shared.setWorkingDirectory(shared.getHomeDirectory()); // a test may have left it elsewhere
    return shared;
  }

  /** Permissions are not kept, so that they hide nothing. */
  @Test
  @Override
  public void testListStatusThrowsExceptionForUnreadableDir() throws Exception {
    final Path directory = directoryWithoutPermissions();

    assertNamed("bar", fSys.listStatus(directory));
  }

  /** As above. */
  @Test
  @Override
  public void testGlobStatusThrowsExceptionForUnreadableDir() throws Exception {
    final Path directory = directoryWithoutPermissions();

    assertNamed("bar", fSys.globStatus(new Path(directory, "*")));
  }

  private Path directoryWithoutPermissions() throws IOException {
    final Path directory = getTestRootPath(fSys, "test/hadoop/dir/foo");
    fSys.mkdirs(new Path(directory, "bar"));
    fSys.setPermission(directory, new FsPermission((short) 0));
    return directory;
  }

  private static void assertNamed(String name, FileStatus[] listed) {
    assertThat(listed).hasSize(1);
    assertThat(listed[0].getPath().getName()).isEqualTo(name);
  }
}
