package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 streams open at a time, read by eight threads in a JVM with a heap of 1 GiB, over a store
 * that takes its time: what is in flight stays within its setting.
 */
@Timeout(180)
public abstract class ManyStreamsContract {
  private static final long SIZE = 128L << 20;
  private static final int OBJECTS = 20;

  @TempDir private Path folder;

  /**
   * @param latency of the store
   */
  protected abstract FileSystemRig start(LatencyModel latency) throws IOException;

  @Test
  void twoHundredStreams_fitIntoASmallHeap() throws Exception {
    LatencyModel latency =
        LatencyModel.none().firstByte(Duration.ofMillis(15), 0.3).rates(80_000_000, 0);
    Path out = folder.resolve("out.txt");
    try (FileSystemRig rig = start(latency)) {
      for (int i = 0; i < OBJECTS; i++) {
        rig.hold(ManyStreams.key(i), new RampObject(SIZE, i));
      }
      Process reader =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ManyStreams.class.getName(),
                  written(rig.configuration()).toString(),
                  rig.root().toString(),
                  Integer.toString(OBJECTS),
                  Long.toString(SIZE))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try {
        assertThat(reader.waitFor(150, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(reader.exitValue()).as(Files.readString(out)).isZero();
      } finally {
        reader.destroyForcibly();
      }
    }
    String told = Files.readString(out);
    assertThat(figure(told, "peak in flight")).isBetween(1L, figure(told, "of at most"));
    assertThat(figure(told, "fetched")).isGreaterThan(100L << 20);
  }

  private static long figure(String told, String name) {
    String after = told.substring(told.indexOf(name + ": ") + name.length() + 2);
    return Long.parseLong(after.substring(0, after.indexOf(';')));
  }

  private Path written(Configuration conf) throws IOException {
    Path file = folder.resolve("conf.xml");
    try (OutputStream out = Files.newOutputStream(file)) {
      conf.writeXml(out);
    }
    return file;
  }
}
