package io.github.seekwell.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How busy the machine's processors are, with whatever. For one thread. */
final class Processors {
  /** On Linux the first line of it; the JDK's own figure is of a container, where there is one. */
  private static final Path STAT = Path.of("/proc/stat");

  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int STOLEN = 7;

  private long idle;
  private long all;

  /** Part of their time since this was last asked. */
  double busy() throws IOException {
    if (!Files.isReadable(STAT)) {
      return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCpuLoad();
    }
    return busy(Files.readAllLines(STAT).get(0));
  }

  /** As above, by a line such as {@code cpu 10 0 5 100 3 0 1 0 0 0}. */
  double busy(String line) {
    List<Long> ticks =
        Stream.of(line.strip().split("\\s+")).skip(1).limit(STOLEN + 1).map(Long::valueOf).toList();
    long idleNow = ticks.get(IDLE) + ticks.get(WAITING);
    long allNow = ticks.stream().mapToLong(Long::longValue).sum();
    double busy = allNow == all ? 0 : 1 - (double) (idleNow - idle) / (allNow - all);
    idle = idleNow;
    all = allNow;
    return busy;
  }
}
