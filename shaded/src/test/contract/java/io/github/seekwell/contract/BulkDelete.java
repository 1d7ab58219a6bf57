package io.github.seekwell.contract;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractContractBulkDeleteTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.apache.hadoop.fs.contract.ContractTestUtils;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Hadoop's suite of bulk deletions. It expects what Hadoop does for file systems without any: one
 * file at a time, looked at before. Ours are requests of the store, which knows objects only.
 */
public final class BulkDelete extends AbstractContractBulkDeleteTest {
  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new Bucket(conf);
  }

  /** What one request of OCI may name; for S3, S3A's setting and its default. */
  @Override
  protected int getExpectedPageSize() {
    return getFileSystem().getScheme().equals("oci")
        ? 1000
        : getFileSystem().getConf().getInt("fs.s3a.bulk.delete.page.size", 250);
  }

  /** A directory is not seen, so it is no failure; nor is anything in it deleted. */
  @Test
  @Override
  public void testBulkDeleteParentDirectoryWithFiles() throws Exception {
    final Path directory = new Path(basePath, "dir");
    final Path file = new Path(directory, "file");
    ContractTestUtils.touch(fs, file);

    Assertions.assertThat(delete(directory)).isEmpty();

    assertIsDirectory(directory);
    assertIsFile(file);
  }

  /** As above. */
  @Test
  @Override
  public void testBulkDeleteParentDirectoryWithDirectories() throws Exception {
    final Path directory = new Path(basePath, "dir");
    final Path below = new Path(directory, "subdir");
    fs.mkdirs(below);

    Assertions.assertThat(delete(directory)).isEmpty();

    assertIsDirectory(directory);
    assertIsDirectory(below);
  }

  private List<Map.Entry<Path, String>> delete(Path path) throws Exception {
    return fs.createBulkDelete(basePath).bulkDelete(List.of(path));
  }
}
