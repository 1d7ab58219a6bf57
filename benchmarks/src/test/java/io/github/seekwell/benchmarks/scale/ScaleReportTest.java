package io.github.seekwell.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.replay.StoreModel;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScaleReportTest {
  private static final LineModel MODEL = new LineModel(new StoreModel(150, 0.3, 20, 4), 10);
  private static final int OURS = 0x3b6ea5;
  private static final int PEER = 0xb5392e;

  private static final List<ScaleRun> RUNS =
      List.of(
          Runs.run("s3", "s3a", 1, 60, 90_000_000, 0.3, null),
          Runs.run("s3", "seekwell", 1, 40, 100_000_000, 0.3, 0.85),
          Runs.run("s3", "s3a", 8, 30, 90_000_000, 0.4, null),
          Runs.run("s3", "seekwell", 8, 10.5, 100_000_000, 0.6, 0.93));

  @Test
  void table_showsOursFirst_andWhatWasAttainable() {
    String text =
        new ScaleReport(MODEL, RUNS, List.of()).markdown("benchmarks/run scale --store s3");

    assertThat(text)
        .contains(
            "    benchmarks/run scale --store s3\n",
            "4 MB/s a connection, 10 MB/s together",
            "## S3, Spark 4.2.0, local-cluster\n",
            "| seekwell | 8 | 11.5 | 3.57 | 1.0 | 3.81 | 4.00 | 95 % | 4.76 | 95 % | 321 | 100.0 | 12 |"
                + " 90 % | 93 % | 60 % |",
            "| s3a | 1 | 61.0 | 1.00 | 1.0 | 1.00 | 1.00 | 100 % | 0.83 | 15 % | 321 | 90.0 | 12 |"
                + " 90 % |  | 30 % |",
            "- seekwell reaches at least 95 % of what is attainable: within 90 %.",
            "- Executors: 1. seekwell 41.0 s, s3a 61.0 s, 1.49 times as long: ours is not slower.")
        .doesNotContain("## Failures");
    assertThat(text.indexOf("| seekwell | 1")).isLessThan(text.indexOf("| s3a | 1"));
  }

  @Test
  void failures_areTold_andTheOthersStay() {
    String text =
        new ScaleReport(MODEL, RUNS.subList(1, 2), List.of("s3, s3a on 1 executors: ended with 3"))
            .markdown("");

    assertThat(text).contains("| seekwell | 1 |", "## Failures", "- s3, s3a on 1 executors");
  }

  @Test
  void csv_hasEveryRun() {
    assertThat(new ScaleReport(MODEL, RUNS, List.of()).csv().lines())
        .hasSize(5)
        .contains(
            "s3,seekwell,8,4.2.0,local-cluster,11.500,1.000,80,84.000,8.400,0.100,50000000,321,"
                + "100000000,0,12,0.9000,0.9300,0.6000");
  }

  @Test
  void picture_showsALineForEachClient() {
    ScaleReport report = new ScaleReport(MODEL, RUNS, List.of());

    BufferedImage image = new ScalePicture(report.curves(), MODEL).draw();

    assertThat(pixels(image, OURS)).isGreaterThan(1000);
    assertThat(pixels(image, PEER)).isGreaterThan(1000);
  }

  @Test
  void run_isReadAsItWasWritten(@TempDir Path folder) throws Exception {
    for (ScaleRun run : RUNS) {
      run.write(folder.resolve("run.json"));

      assertThat(ScaleRun.read(folder.resolve("run.json"))).isEqualTo(run);
      assertThat(folder).isDirectoryNotContaining("glob:**.draft");
    }
  }

  private static int pixels(BufferedImage image, int colour) {
    int pixels = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xffffff) == colour) {
          pixels++;
        }
      }
    }
    return pixels;
  }
}
