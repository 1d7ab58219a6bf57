package io.github.seekwell.benchmarks.summary;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static String hardware() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %.0f GiB of memory, load %.1f at the end",
        system.getAvailableProcessors(),
        system.getArch(),
        system.getTotalMemorySize() / (double) (1 << 30),
        system.getSystemLoadAverage());
  }

  static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  static String java() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
  }
}
