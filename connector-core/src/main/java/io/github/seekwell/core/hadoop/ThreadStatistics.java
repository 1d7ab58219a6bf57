package io.github.seekwell.core.hadoop;

import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsAggregator;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.jspecify.annotations.Nullable;

/**
 * What Hadoop collects of the streams that one thread opened, whichever thread closes them. Hadoop
 * before 3.3.5 collects nothing of the kind.
 */
final class ThreadStatistics {
  private static final ThreadStatistics NONE = new ThreadStatistics(null);
  private static final boolean KNOWN = known();

  private final @Nullable IOStatisticsAggregator collector;

  private ThreadStatistics(@Nullable IOStatisticsAggregator collector) {
    this.collector = collector;
  }

  private static boolean known() {
    try {
      return IOStatisticsContext.enabled();
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Of the calling thread. */
  static ThreadStatistics current() {
    return KNOWN
        ? new ThreadStatistics(IOStatisticsContext.getCurrentIOStatisticsContext().getAggregator())
        : NONE;
  }

  void add(IOStatistics ofStream) {
    if (collector != null) {
      collector.aggregate(ofStream);
    }
  }
}
