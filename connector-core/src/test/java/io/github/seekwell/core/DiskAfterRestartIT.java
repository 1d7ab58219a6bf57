package io.github.seekwell.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two executors, one after the other, with the same settings and the same disk. */
@Timeout(90)
class DiskAfterRestartIT {
  private static final int SIZE = (3 << 20) + 77;

  @TempDir private Path folder;

  @Test
  void nextExecutor_readsFromDiskWhatTheLastOneReadTwice() throws Exception {
    assertThat(executor("first")).contains("asked " + SIZE);
    assertThat(executor("second")).contains("asked 0");
  }

  @Test
  void nameOfADirectory_isAllThatSwitchesItOn() {
    assertThat(ConnectorConfig.from(Settings.of(Map.of())).disk().directories()).isEmpty();
  }

  private List<String> executor(String name) throws Exception {
    Path out = folder.resolve(name);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Executor.class.getName(),
                folder.resolve("disk").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(out);
  }

  /** Reads everything twice through the runtime, and says what a large object cost the store. */
  static final class Executor {
    private static final int SMALL_OBJECTS = 3000;

    private Executor() {}

    public static void main(String[] args) throws Exception {
      ConnectorConfig config =
          ConnectorConfig.from(
              Settings.of(
                  Map.of(
                      "fs.seekwell.disk.directories", args[0], "fs.seekwell.disk.min-free", "1k")));
      RampObject ramp = RampObject.of(SIZE);
      MemoryStore memory = new MemoryStore();
      RecordingStore store = new RecordingStore(memory);
      ObjectInfo large = memory.hold("large", ramp);
      List<ObjectInfo> small = new ArrayList<>();
      for (int i = 0; i < SMALL_OBJECTS; i++) {
        small.add(memory.hold("small " + i, RampObject.of(10)));
      }
      try (ConnectorRuntime runtime = ConnectorRuntime.acquire(config);
          ObjectStore stack = runtime.stack(store, config)) {
        // The heads on disk are read in the background. Once a small object comes from there, they
        // have been, if there are any.
        for (int i = 0; i < SMALL_OBJECTS && count(Count.DISK_READ) == 0; i++) {
          read(runtime, config, stack, small.get(i));
          read(runtime, config, stack, small.get(i));
          LockSupport.parkNanos(100_000);
        }
        store.reset();
        ramp.verify(0, read(runtime, config, stack, large), 0, SIZE);
        ramp.verify(0, read(runtime, config, stack, large), 0, SIZE);
      }
      System.out.println("asked " + store.bytesAsked());
      Await.until(
          "all is on disk",
          () -> count(Count.DISK_WRITTEN_BYTES) + count(Count.DISK_READ_BYTES) >= SIZE);
    }

    private static byte[] read(
        ConnectorRuntime runtime, ConnectorConfig config, ObjectStore store, ObjectInfo object)
        throws StoreException {
      byte[] buffer = new byte[(int) object.size()];
      try (ObjectReader reader = runtime.readers(config).open(store, object, "task")) {
        assertThat(reader.read(0, buffer, 0, buffer.length)).isEqualTo(buffer.length);
      }
      return buffer;
    }

    private static long count(Count count) {
      return ConnectorRuntime.snapshot().count(count);
    }
  }
}
