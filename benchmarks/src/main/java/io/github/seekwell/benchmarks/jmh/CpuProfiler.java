package io.github.seekwell.benchmarks.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time of an operation, over all threads that Java made; the JVM's own, which collect
 * and compile, are left out, and so is a thread that ended meanwhile. Where others use the machine
 * it says more than a clock does.
 */
public final class CpuProfiler implements InternalProfiler {
  /** What the result is called. */
  static final String CPU = "cpu";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> before = Map.of();

  @Override
  public String getDescription() {
    return "processor time of an operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = byThread();
  }

  @Override
  public List<Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long used = 0;
    for (Map.Entry<Long, Long> thread : byThread().entrySet()) {
      used += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(new ScalarResult(CPU, used / operations, "ns/op", AggregationPolicy.AVG));
  }

  private Map<Long, Long> byThread() {
    Map<Long, Long> nanos = new HashMap<>();
    for (long thread : threads.getAllThreadIds()) {
      long used = threads.getThreadCpuTime(thread);
      if (used >= 0) { // it has not ended
        nanos.put(thread, used);
      }
    }
    return nanos;
  }
}
