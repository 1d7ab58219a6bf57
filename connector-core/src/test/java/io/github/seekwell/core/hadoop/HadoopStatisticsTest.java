package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem.Statistics.StatisticsData;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.apache.hadoop.fs.statistics.IOStatisticsLogging;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted, where, and under which name. */
class HadoopStatisticsTest {
  private static final Path ROOT = new Path("mem://count/");

  private final MemoryStore memory = MemoryFileSystem.store("count");
  private final RecordingStore store = new RecordingStore(memory);
  private MemoryFileSystem fs;

  @BeforeEach
  void open() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setInt("fs.seekwell.list.page-size", 2);
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    fs = MemoryFileSystem.over(store, conf);
    memory.hold("d/ramp", RampObject.of(1000));
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private static Path path(String name) {
    return new Path(ROOT, name);
  }

  private static long counter(Object source, String name) {
    IOStatistics statistics = IOStatisticsSupport.retrieveIOStatistics(source);
    assertThat(statistics.counters()).containsKey(name);
    return statistics.counters().get(name);
  }

  @Test
  void bytesRead_areTheDeliveredOnes_onTheReadersThread() throws Exception {
    long before = fs.ofThisThread().getBytesRead();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (FSDataInputStream in = fs.open(path("d/ramp"))) {
      in.read();
      in.readFully(500, new byte[100]);
      in.seek(990);
      in.read(new byte[100]);
      long there =
          other
              .submit(
                  () -> {
                    in.readFully(0, new byte[300]);
                    return fs.ofThisThread().getBytesRead();
                  })
              .get(10, TimeUnit.SECONDS);
      assertThat(there).isEqualTo(300);
      assertThat(fs.ofThisThread().getBytesRead() - before).isEqualTo(1 + 100 + 10);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void bytesReadOneByOne_areToldInStretches_andAllOfThemWhenThePositionMovesOrTheStreamEnds()
      throws IOException {
    memory.hold("d/long", RampObject.of(3000));
    StatisticsData data = fs.ofThisThread();
    long before = data.getBytesRead();
    FSDataInputStream in = fs.open(path("d/long"));
    readBytes(in, 1500);
    assertThat(data.getBytesRead() - before).isBetween(1500L - 1024, 1500L);
    in.seek(0);
    assertThat(data.getBytesRead() - before).isEqualTo(1500);
    readBytes(in, 10);
    in.read(new byte[5]);
    assertThat(data.getBytesRead() - before).isEqualTo(1515);
    readBytes(in, 3000 - 15);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(data.getBytesRead() - before).isEqualTo(4500);
    in.seek(2000);
    readBytes(in, 7);
    assertThat(counter(in, "stream_read_bytes")).as("at once").isEqualTo(4507);
    in.close();
    assertThat(data.getBytesRead() - before).isEqualTo(4507);
  }

  @Test
  void bytesReadOneByOne_againAndAgain_doNotWaitForTheEndOfAStretch() throws IOException {
    StatisticsData data = fs.ofThisThread();
    long before = data.getBytesRead();
    try (FSDataInputStream in = fs.open(path("d/ramp"))) {
      for (int i = 0; i < 50; i++) {
        in.seek(0);
        readBytes(in, 100);
      }
      assertThat(data.getBytesRead() - before).isEqualTo(4900);
    }
  }

  private static void readBytes(FSDataInputStream in, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(in.read()).isNotNegative();
    }
  }

  @Test
  void operations_areCountedOnTheCallersThread() throws IOException {
    StatisticsData data = fs.ofThisThread();
    int reads = data.getReadOps();
    int writes = data.getWriteOps();
    int large = data.getLargeReadOps();
    long bytes = data.getBytesWritten();
    try (FSDataOutputStream out = fs.create(path("d/a"))) {
      out.write(new byte[77]);
    }
    fs.mkdirs(path("d/b"));
    fs.rename(path("d"), path("e"));
    assertThat(data.getWriteOps() - writes).isEqualTo(3);
    assertThat(data.getBytesWritten() - bytes).isEqualTo(77);
    fs.getFileStatus(path("e"));
    assertThat(fs.listStatus(path("e"))).hasSize(3);
    assertThat(data.getReadOps() - reads).isEqualTo(2);
    assertThat(data.getLargeReadOps() - large).isEqualTo(1);
  }

  @Test
  void streams_tellUnderHadoopsNames_andAddUpAtClose() throws IOException {
    FSDataInputStream in = fs.open(path("d/ramp"));
    in.seek(100);
    in.read(new byte[50]);
    in.seek(10);
    in.skip(5);
    in.readFully(0, new byte[3]);
    in.read();
    assertThat(counter(in, "stream_read_bytes")).isEqualTo(54);
    assertThat(counter(in, "stream_read_operations")).isEqualTo(3);
    assertThat(counter(in, "stream_read_fully_operations")).isEqualTo(1);
    assertThat(counter(in, "stream_read_seek_operations")).isEqualTo(3);
    assertThat(counter(in, "stream_read_seek_backward_operations")).isEqualTo(1);
    assertThat(counter(in, "stream_read_bytes_backwards_on_seek")).isEqualTo(140);
    assertThat(counter(in, "stream_read_seek_forward_operations")).isEqualTo(2);
    assertThat(counter(in, "stream_read_skip_bytes")).isEqualTo(5);
    assertThat(counter(fs, "stream_read_bytes")).isZero();
    in.close();
    in.close();
    assertThat(counter(fs, "stream_read_opened")).isEqualTo(1);
    assertThat(counter(fs, "stream_read_bytes")).isEqualTo(54);
    assertThat(counter(fs, "stream_read_seek_backward_operations")).isEqualTo(1);
    assertThat(counter(fs, "stream_read_close_operations")).isEqualTo(1);
    FSDataOutputStream out = fs.create(path("d/a"));
    out.write(new byte[9]);
    assertThat(counter(out, "stream_write_bytes")).isEqualTo(9);
    out.close();
    assertThat(counter(fs, "stream_write_bytes")).isEqualTo(9);
  }

  @Test
  void fileSystem_tellsOperationsAndRequests_underHadoopsNames() throws IOException {
    fs.getFileStatus(path("d"));
    assertThatThrownBy(() -> fs.getFileStatus(path("no")))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(counter(fs, "op_get_file_status")).isEqualTo(2);
    assertThat(counter(fs, "op_get_file_status.failures")).isEqualTo(1);
    assertThat(counter(fs, "object_metadata_request")).isEqualTo(2);
    assertThat(counter(fs, "object_list_request")).isEqualTo(2);
    assertThat(counter(fs, "store_io_request")).isEqualTo(4);
    assertThat(fs.getStorageStatistics().getLong("op_get_file_status")).isEqualTo(2);
    assertThat(IOStatisticsSupport.retrieveIOStatistics(fs).meanStatistics())
        .containsKey("op_get_file_status.mean");
  }

  @Test
  void aStream_tellsItsShortAndVectoredReads_andTheGetsItCaused() throws Exception {
    memory.hold("d/long", RampObject.of(3_000_000));
    FileStatus status = fs.getFileStatus(path("d/long"));
    FSDataInputStream in = fs.openFile(path("d/long")).withFileStatus(status).build().get();
    FSDataInputStream same = fs.openFile(path("d/long")).withFileStatus(status).build().get();
    assertThat(in.read(2_999_990, new byte[100], 0, 100)).isEqualTo(10);
    List<FileRange> ranges =
        List.of(FileRange.createFileRange(0, 100), FileRange.createFileRange(1_000_000, 50));
    in.readVectored(ranges, ByteBuffer::allocate);
    for (FileRange range : ranges) {
      range.getData().get(10, TimeUnit.SECONDS);
    }
    same.readFully(0, new byte[100]);
    int gets = store.gets().size();
    Await.until("all are told", () -> counter(fs, "action_http_get_request") == gets);
    assertThat(counter(in, "stream_read_operations_incomplete")).isEqualTo(1);
    assertThat(counter(in, "stream_read_vectored_operations")).isEqualTo(1);
    assertThat(counter(in, "stream_read_vectored_incoming_ranges")).isEqualTo(2);
    assertThat(counter(in, "action_http_get_request")).isGreaterThan(1);
    assertThat(counter(in, "action_http_get_request.failures")).isZero();
    assertThat(counter(same, "action_http_get_request")).as("blocks were here").isZero();
    IOStatistics ofStream = IOStatisticsSupport.retrieveIOStatistics(in);
    assertThat(ofStream.meanStatistics().get("action_http_get_request.mean").getSamples())
        .isEqualTo(gets);
    assertThat(ofStream.maximums()).containsKey("action_http_get_request.max");
    assertThat(IOStatisticsLogging.ioStatisticsSourceToString(in))
        .contains("stream_read_vectored_operations=1", "action_http_get_request=" + gets);
    in.close();
    same.close();
    assertThat(counter(fs, "action_http_get_request")).as("once").isEqualTo(gets);
    assertThat(counter(fs, "stream_read_vectored_incoming_ranges")).isEqualTo(2);
    assertThat(counter(fs, "store_io_request")).isEqualTo(gets + 1);
    assertThat(IOStatisticsLogging.ioStatisticsSourceToString(fs))
        .contains("action_http_get_request=" + gets, "op_openfile=2");
  }

  @Test
  void aFileSystem_tellsTheRequestsOfItsWriters() throws IOException {
    try (FSDataOutputStream out = fs.create(path("d/a"))) {
      out.write(new byte[9]);
    }
    assertThat(counter(fs, "object_put_request")).isEqualTo(1);
    assertThat(counter(fs, "object_multipart_initiated")).isZero();
    assertThat(counter(fs, "object_multipart_list")).isZero();
  }

  @Test
  void aClosedStream_isAddedToWhatHadoopCollectsOfItsOpenersThread() throws Exception {
    IOStatisticsContext mine = IOStatisticsContext.getCurrentIOStatisticsContext();
    mine.reset();
    FSDataInputStream in = fs.open(path("d/ramp"));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      other
          .submit(
              () -> {
                in.readFully(0, new byte[300]);
                in.close();
                return null;
              })
          .get(10, TimeUnit.SECONDS);
    } finally {
      other.shutdownNow();
    }
    try (FSDataOutputStream out = fs.create(path("d/a"))) {
      out.write(new byte[9]);
    }
    IOStatistics all = mine.snapshot();
    assertThat(all.counters())
        .containsEntry("stream_read_bytes", 300L)
        .containsEntry("stream_write_bytes", 9L);
    mine.reset();
  }

  @Test
  void requests_carryTheirOwner() throws IOException {
    Object task = new Object();
    fs.own(task);
    fs.getFileStatus(path("d"));
    try (FSDataInputStream in = fs.open(path("d/ramp"))) {
      in.read();
    }
    assertThat(store.contexts()).isNotEmpty().extracting(RequestContext::owner).containsOnly(task);
  }
}
