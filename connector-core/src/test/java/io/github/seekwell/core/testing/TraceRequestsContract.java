package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.RequestLog.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What recorded readers cost the store, counted by the store, at a few milliseconds a request. */
@Timeout(180)
public abstract class TraceRequestsContract {
  /** Those that requests are sent on side by side, and eight to spare. */
  private static final int MOST_CONNECTIONS = 32 + 8;

  private FileSystemRig rig;
  private FileSystem fs;

  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  @BeforeEach
  void open() throws IOException {
    LatencyModel latency =
        LatencyModel.none()
            .firstByte(Duration.ofMillis(5), 0.3)
            .newConnection(Duration.ofMillis(5))
            .rates(80 << 20, 0);
    rig = start(latency);
    fs = rig.open();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    rig.close();
  }

  @Test
  void backwardScan_costsAtMost10Gets_andNoneAgain() throws IOException {
    AccessTrace trace = AccessTrace.backwardScan(150);
    assertThat(replay(trace).requests("GetObject")).isLessThanOrEqualTo(10);
    assertThat(again(trace).requests("GetObject")).isZero();
  }

  @Test
  void rootByEvent_costsAtMostHalfOfTheNaiveReadersGets_andNoneAgain() throws IOException {
    AccessTrace trace = AccessTrace.resource("root-root4j-hzz-x100");
    Counters cost = replay(trace);
    assertThat(cost.requests("GetObject")).isLessThanOrEqualTo(306 / 2);
    assertThat(cost.connectionsOpened()).isLessThanOrEqualTo(MOST_CONNECTIONS);
    assertThat(again(trace).requests("GetObject")).isZero();
  }

  @Test
  void rootByColumn_costsNoMoreGetsThanTheNaiveReader_and30Megabytes_andNothingAgain()
      throws IOException {
    AccessTrace trace = AccessTrace.resource("root-laurelin101-columns-nano-200m");
    Counters cost = replay(trace);
    assertThat(cost.requests("GetObject")).isLessThanOrEqualTo(380);
    assertThat(cost.bytesSent()).isLessThanOrEqualTo(30_000_000);
    assertThat(cost.connectionsOpened()).isLessThanOrEqualTo(MOST_CONNECTIONS);
    assertThat(again(trace).requests("GetObject")).isZero();
  }

  @Test
  void orcStripes_costAtMost40Gets_andNoneAgain() throws IOException {
    AccessTrace trace = AccessTrace.resource("orc-spark42-task1");
    assertThat(replay(trace).requests("GetObject")).isLessThanOrEqualTo(40);
    assertThat(again(trace).requests("GetObject")).isZero();
  }

  private Counters replay(AccessTrace trace) throws IOException {
    rig.hold(trace.name(), new RampObject(trace.length(), 3));
    return again(trace);
  }

  private Counters again(AccessTrace trace) throws IOException {
    RampObject ramp = new RampObject(trace.length(), 3);
    rig.emulator().log().reset();
    try (FSDataInputStream in = fs.open(rig.path(trace.name()))) {
      for (Call call : trace.calls()) {
        byte[] buffer = new byte[call.length()];
        switch (call.kind()) {
          case SEEK -> in.seek(call.position());
          case READ -> {
            long from = in.getPos();
            ramp.verify(from, buffer, 0, in.read(buffer));
          }
          case READ_ONES -> {
            for (int i = 0; i < call.length(); i++) {
              long from = in.getPos();
              buffer[0] = (byte) in.read();
              if (buffer[0] != ramp.byteAt(from)) {
                throw new AssertionError("wrong byte at " + from);
              }
            }
          }
          case PREAD -> {
            in.readFully(call.position(), buffer);
            ramp.verify(call.position(), buffer, 0, buffer.length);
          }
          case VREAD -> readVectored(in, ramp, call.ranges());
          default -> throw new IllegalStateException(call.toString());
        }
      }
      // Closing drops look-ahead that is merely queued, and look-ahead under way may reach the
      // store after it: either would move a request from this count into the next.
      Await.until("nothing is on its way", () -> ConnectorRuntime.inFlightBytes() == 0);
    }
    return rig.emulator().log().counters();
  }

  private static void readVectored(FSDataInputStream in, RampObject ramp, List<ByteRange> asked)
      throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    asked.forEach(r -> ranges.add(FileRange.createFileRange(r.start(), (int) r.length())));
    in.readVectored(ranges, ByteBuffer::allocate);
    for (FileRange range : ranges) {
      byte[] bytes = new byte[range.getLength()];
      range.getData().join().get(bytes);
      ramp.verify(range.getOffset(), bytes, 0, bytes.length);
    }
  }
}
