package io.github.seekwell.contract;

import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractContractEtagTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.apache.hadoop.fs.contract.ContractTestUtils;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** ETags: Hadoop's suite, and what becomes of them in a rename. */
public final class Etag extends AbstractContractEtagTest {

  @Override
  protected AbstractFSContract createContract(Configuration conf) {
    return new Bucket(conf);
  }

  /**
   * No store promises that an object keeps its ETag under another name, so we do not declare it,
   * and the suite would skip this. What must be true all the same: status and listing agree
   * afterwards.
   */
  @Test
  @Override
  public void testEtagConsistencyAcrossRename() throws Exception {
    final FileSystem fs = getFileSystem();
    final Path directory = path("testEtagConsistencyAcrossRename");
    final Path source = new Path(directory, "source");
    final Path target = new Path(directory, "target");
    ContractTestUtils.createFile(fs, source, true, "sample".getBytes(StandardCharsets.UTF_8));

    Assertions.assertThat(fs.rename(source, target)).isTrue();

    Assertions.assertThat(
            fs.hasPathCapability(directory, CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME))
        .isFalse();
    Assertions.assertThat(etag(fs.getFileStatus(target)))
        .isNotEmpty()
        .isEqualTo(etag(fs.listStatus(directory)[0]));
  }

  private static String etag(FileStatus status) {
    return ((EtagSource) status).getEtag();
  }
}
