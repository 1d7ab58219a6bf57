package io.github.seekwell.benchmarks.tfrecord.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.replay.Cost;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.replay.StoreModel;
import io.github.seekwell.benchmarks.report.LineChart;
import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TrainingReportTest {
  private static final RecordSum DATA = new RecordSum(18_000, 1_100_000_000, 5);

  private final TrainingOptions options = TrainingOptions.parse("--rounds", "2");
  private final List<Measured> all = new ArrayList<>();

  @Test
  void table_hasMediansBesideTheirOwnLocalEpochs() {
    for (double seconds : new double[] {1, 3, 2}) {
      measured(Contestant.MEMORY, true, 1, seconds, 1);
      measured(Contestant.MEMORY, false, 3, seconds, 2);
    }
    measured(Contestant.MEMORY, true, 2, 5, 5);
    measured("s3a-3.5.0", true, 1, 8, 2);
    all.add(
        new Measured(
            "s3a-3.5.0", false, 1, Optional.empty(), 0, new Cost(0, 0, 0), "no more memory"));

    String page = page(options);

    assertThat(page)
        .contains("| seekwell-memory | 2.00 (2.00) | 5.00 (1.00) | failed | 2.00 (1.00) |")
        .contains("| s3a-3.5.0 | 8.00 (4.00) | failed | failed | failed |")
        .contains("- seekwell-memory, first epoch, with the consumer: 2.00, ABOVE 1.05")
        .contains("- seekwell-memory, later epochs, without one: 1.00, within 1.05")
        .contains("- s3a-3.5.0, epoch 1: no more memory");
  }

  @Test
  void oneEpoch_hasNoLaterOnes_whichAreNotFailures() {
    measured(Contestant.MEMORY, true, 1, 2, 1);
    measured(Contestant.MEMORY, false, 1, 3, 1);
    all.add(
        new Measured(
            "s3a-3.5.0", true, 1, Optional.empty(), 0, new Cost(0, 0, 0), "no more memory"));

    String page = page(TrainingOptions.parse("--epochs", "1"));

    assertThat(page)
        .contains("| seekwell-memory | 2.00 (2.00) | none | 3.00 (3.00) | none |")
        .contains("| seekwell-memory | 1 / 0 / 0.0 | none | 0.00 | none |")
        .contains("| s3a-3.5.0 | failed | none | failed | none |")
        .doesNotContain("later epochs, without one");
  }

  @Test
  void picture_hasALineForEachReader_butForThoseThatAlwaysFailed() {
    measured(Contestant.MEMORY, true, 1, 2, 1);
    measured(Contestant.MEMORY, true, 2, 3, 1);
    all.add(
        new Measured(
            "s3a-3.5.0", true, 1, Optional.empty(), 0, new Cost(0, 0, 0), "no more memory"));

    BufferedImage image = new TrainingPicture(Map.of(Dialect.S3, all), 2, "a store").draw();

    assertThat(colours(image))
        .contains(LineChart.colour(0).getRGB())
        .doesNotContain(LineChart.colour(1).getRGB());
    assertThat(colours(new TrainingPicture(Map.of(), 2, "a store").draw()))
        .containsExactly(Color.WHITE.getRGB());
  }

  private static Set<Integer> colours(BufferedImage image) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).boxed().collect(Collectors.toSet());
  }

  @Test
  void contestants_areOursInBothTiers_andThePeersOfTheStore() {
    assertThat(Contestant.of(Dialect.S3, options))
        .extracting(Contestant::name)
        .containsExactly(
            "seekwell-memory",
            "seekwell-disk",
            "s3a-3.4.2",
            "s3a-3.4.2-prefetch",
            "s3a-3.5.0",
            "s3a-3.5.0-classic",
            "local");
    assertThat(Contestant.of(Dialect.OCI, options))
        .extracting(Contestant::name)
        .containsExactly("seekwell-memory", "seekwell-disk", "oci-hdfs", "oci-hdfs-4x6m", "local");
  }

  @Test
  void options_areThoseOfTheGoals_andOthersAreRefused() {
    assertThat(options.model()).isEqualTo(new StoreModel(30, 0.3, 20, 80));
    assertThat(options.computeFactor()).isEqualTo(2);
    assertThat(options.stores()).containsExactly(Dialect.S3, Dialect.OCI);
    assertThatThrownBy(() -> TrainingOptions.parse("--colour", "red"))
        .hasMessageContaining("unknown option --colour");
    assertThatThrownBy(() -> TrainingOptions.parse("--epochs", "many"))
        .hasMessageContaining("--epochs takes a whole number above 0, not many");
  }

  @Test
  void aStoreOfOnesOwn_isReadInItsDialect_withHadoopsSettings() {
    TrainingOptions there =
        TrainingOptions.parse(
            "--uri",
            "s3://bucket/root",
            "--conf",
            "spark.hadoop.fs.s3a.endpoint=e",
            "--conf",
            "a=b");
    assertThat(there.stores()).containsExactly(Dialect.S3);
    assertThat(there.settings()).containsExactly(Map.entry("fs.s3a.endpoint", "e"));

    UriGround ground = new UriGround(there.uri().orElseThrow(), there.settings());
    List<Contestant> contestants = Contestant.of(Dialect.S3, there);
    Contestant peer = contestants.get(2);
    assertThat(ground.all(contestants.get(0)).folder()).isEqualTo("s3://bucket/root/tfrecord");
    assertThat(ground.all(peer).folder()).isEqualTo("s3a://bucket/root/tfrecord");
    assertThat(ground.warmUp(peer, 2).folder()).isEqualTo("s3a://bucket/root/warm-up-2");
    assertThat(TrainingOptions.parse("--uri", "oci://b@n/x").stores()).containsExactly(Dialect.OCI);
  }

  private String page(TrainingOptions asked) {
    TrainingReport report = new TrainingReport(asked, DATA, 32, 1e9);
    report.add(
        Dialect.S3,
        Contestant.of(Dialect.S3, options).stream()
            .filter(c -> c.name().equals(Contestant.MEMORY) || c.name().equals("s3a-3.5.0"))
            .toList(),
        all);
    return report.markdown();
  }

  private void measured(
      String who, boolean computing, int epoch, double seconds, double localSeconds) {
    EpochResult result = new EpochResult(Math.round(seconds * 1e9), 1, 1, 1, DATA);
    all.add(
        new Measured(
            who, computing, epoch, Optional.of(result), localSeconds * 1e9, new Cost(1, 2, 3), ""));
  }
}
