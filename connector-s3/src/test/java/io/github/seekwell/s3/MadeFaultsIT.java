package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.MadeFaultsContract;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

class MadeFaultsIT extends MadeFaultsContract {
  @Override
  protected FileSystemRig start() throws IOException {
    return S3Rig.start();
  }

  @Test
  void theLogWarnsOfThem_andNotWithoutThem() throws Exception {
    try (FileSystemRig rig = start()) {
      rig.hold("a", new RampObject(10, 1));
      Configuration conf = rig.configuration();
      assertThat(logOf(rig, conf)).doesNotContain("ON PURPOSE");
      conf.set("fs.seekwell.faults.latency-share", "1");
      conf.set("fs.seekwell.faults.latency", "1ms");
      assertThat(logOf(rig, conf))
          .contains("WARN")
          .contains("FAULTS ARE MADE ON PURPOSE (fs.seekwell.faults.*)");
    }
  }

  private static String logOf(FileSystemRig rig, Configuration conf) throws Exception {
    return Console.of(
        () -> {
          try (FileSystem fs = rig.open(conf)) {
            assertThat(fs.exists(rig.path("a"))).isTrue();
          }
        });
  }
}
