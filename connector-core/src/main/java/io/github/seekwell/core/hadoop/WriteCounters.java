package io.github.seekwell.core.hadoop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;

/** What one output stream did. Names: {@link HadoopStatistics}. */
final class WriteCounters {
  private final LongAdder bytes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder publishFailures = new LongAdder();
  private final LongAdder aborts = new LongAdder();
  private final LongAdder hflushes = new LongAdder();
  private final LongAdder hsyncs = new LongAdder();

  void wrote(long count) {
    bytes.add(count);
  }

  void failed() {
    failures.increment();
  }

  void publishFailed() {
    publishFailures.increment();
  }

  void aborted() {
    aborts.increment();
  }

  void hflushed() {
    hflushes.increment();
  }

  void hsynced() {
    hsyncs.increment();
  }

  IOStatistics statistics() {
    Map<String, LongAdder> byName = new LinkedHashMap<>();
    byName.put(StreamStatisticNames.STREAM_WRITE_BYTES, bytes);
    byName.put(StreamStatisticNames.STREAM_WRITE_EXCEPTIONS, failures);
    byName.put(StreamStatisticNames.STREAM_WRITE_EXCEPTIONS_COMPLETING_UPLOADS, publishFailures);
    byName.put(StoreStatisticNames.OP_ABORT, aborts);
    byName.put(StoreStatisticNames.OP_HFLUSH, hflushes);
    byName.put(StoreStatisticNames.OP_HSYNC, hsyncs);
    return HadoopStatistics.live(byName, Map.of());
  }
}
