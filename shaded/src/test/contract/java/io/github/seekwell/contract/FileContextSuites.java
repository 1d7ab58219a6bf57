package io.github.seekwell.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FCStatisticsBaseTest;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileContextCreateMkdirBaseTest;
import org.apache.hadoop.fs.FileContextMainOperationsBaseTest;
import org.apache.hadoop.fs.FileContextTestHelper;
import org.apache.hadoop.fs.FileContextURIBase;
import org.apache.hadoop.fs.FileContextUtilBase;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hadoop's suites of FileContext, each bound to the bucket. */
public final class FileContextSuites {
  private FileContextSuites() {}

  public static final class FileContextMainOperations extends FileContextMainOperationsBaseTest {
    @BeforeEach
    @Override
    public void setUp() throws Exception {
      fc = Bucket.newContext();
      super.setUp();
    }

    @Override
    protected FileContextTestHelper createFileContextHelper() {
      return new FileContextTestHelper("/context-operations");
    }

    /** A store does not say which of its disks is broken. */
    @Override
    protected boolean listCorruptedBlocksSupported() {
      return false;
    }

    /** Objects are written once and whole: appending is refused, and nothing is lost by it. */
    @Test
    @Override
    public void testCreateFlagAppendExistingFile() throws IOException {
      refusesToAppend(file -> fc.create(file, EnumSet.of(CreateFlag.APPEND)));
    }

    /** As above. */
    @Test
    @Override
    public void testCreateFlagCreateAppendExistingFile() throws IOException {
      refusesToAppend(file -> fc.create(file, EnumSet.of(CreateFlag.CREATE, CreateFlag.APPEND)));
    }

    /** As above. */
    @Test
    @Override
    public void testBuilderCreateAppendExistingFile() throws IOException {
      refusesToAppend(file -> fc.create(file).append().build());
    }

    private void refusesToAppend(Appending appending) throws IOException {
      final Path file = path("test/appended");
      createFile(file);
      final long length = fc.getFileStatus(file).getLen();

      assertThatThrownBy(() -> appending.to(file))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("append");

      assertThat(fc.getFileStatus(file).getLen()).isEqualTo(length);
    }

    /**
     * The suite asks for checksums of a file that is still being written, which is visible on HDFS.
     * Ours is there when it is closed; asking for what is verified anyway changes nothing then.
     */
    @Test
    @Override
    public void testSetVerifyChecksum() throws IOException {
      final Path file = path("test/zoo");
      final byte[] written = {1, 2, 3};
      try (FSDataOutputStream out = fc.create(file, EnumSet.of(CreateFlag.CREATE))) {
        assertThatThrownBy(() -> fc.setVerifyChecksum(true, file))
            .isInstanceOf(FileNotFoundException.class);
        out.write(written);
      }

      fc.setVerifyChecksum(true, file);

      final byte[] read = new byte[written.length];
      try (FSDataInputStream in = fc.open(file)) {
        in.readFully(read);
      }
      assertThat(read).isEqualTo(written);
    }

    private interface Appending {
      FSDataOutputStream to(Path file) throws IOException;
    }
  }

  public static final class FileContextCreateMkdir extends FileContextCreateMkdirBaseTest {
    @BeforeEach
    @Override
    public void setUp() throws Exception {
      fc = Bucket.newContext();
      super.setUp();
    }
  }

  public static final class FileContextUri extends FileContextURIBase {
    @BeforeEach
    @Override
    public void setUp() throws Exception {
      fc1 = Bucket.newContext();
      fc2 = Bucket.newContext();
      super.setUp();
    }

    /** How much is used no store tells; the room in it has no bound. HDFS knows both. */
    @Test
    @Override
    public void testFileStatus() throws IOException {
      final FsStatus status = fc2.getFsStatus(new Path(Bucket.root()));

      assertThat(status.getUsed()).isZero();
      assertThat(status.getCapacity()).isEqualTo(Long.MAX_VALUE);
      assertThat(status.getRemaining()).isEqualTo(Long.MAX_VALUE);
    }
  }

  public static final class FileContextUtil extends FileContextUtilBase {
    @BeforeEach
    @Override
    public void setUp() throws Exception {
      fc = Bucket.newContext();
      super.setUp();
    }
  }

  public static final class FileContextStatistics extends FCStatisticsBaseTest {
    @BeforeEach
    public void openContext() throws Exception {
      fc = Bucket.newContext();
      fc.mkdir(fileContextTestHelper.getTestRootPath(fc), FileContext.DEFAULT_PERM, true);
      FileContext.clearStatistics();
    }

    @AfterEach
    public void removeFiles() throws Exception {
      fc.delete(fileContextTestHelper.getTestRootPath(fc), true);
    }

    /** The suite reads its block twice; look-ahead and cache must not show. */
    @Override
    protected void verifyReadBytes(FileSystem.Statistics stats) {
      assertThat(stats.getBytesRead()).isEqualTo(2L * blockSize);
    }

    @Override
    protected void verifyWrittenBytes(FileSystem.Statistics stats) {
      assertThat(stats.getBytesWritten()).isEqualTo((long) blockSize * numBlocks);
    }

    @Override
    protected URI getFsUri() {
      return Bucket.root();
    }
  }
}
