package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.core.testing.AccessTrace.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayReportTest {
  private static final ReadPattern PATTERN =
      ReadPattern.of("big", "8 MB at once", 10_000_000, List.of(Call.read(8_000_000)), 90);
  private static final List<Client> ALL = Client.of(Dialect.S3);
  private static final Client OURS = ALL.get(0);
  private static final Client ADAPTIVE = ALL.get(1);
  private static final Client RANDOM = ALL.get(2);
  private static final Client LOCAL = ALL.get(ALL.size() - 1);

  @Test
  void table_showsTimesRatiosCostsAndTheBestPeer() {
    ReplayReport report =
        new ReplayReport(
            ReplayOptions.parse(new String[] {"--command", "benchmarks/run replay"}),
            List.of(PATTERN));
    report.add(
        Dialect.S3,
        List.of(OURS, ADAPTIVE, RANDOM, LOCAL),
        List.of(
            sample(OURS, 0, 1, 100),
            sample(OURS, 0, 2, 7),
            sample(ADAPTIVE, 0, 1, 400),
            sample(RANDOM, 0, 1, 250),
            new Sample(RANDOM.name(), "big", 1, 1, 0, new Cost(0, 0, 0), "failed: it broke"),
            sample(LOCAL, 0, 1, 5)));

    assertThat(report.markdown())
        .contains(
            "    benchmarks/run replay\n",
            "| big | 8 MB at once |",
            "| pattern | known, 1 / 8 | goal | seekwell | s3a-3.4.2 | s3a-3.4.2-random | local |"
                + " best peer |",
            "| big | 130 / 43 | 90 | 100 | 400 (4.00×) | 250 (2.50×), 1 failed | 5 (0.05×) |"
                + " 2.50× |",
            "| geometric mean | | |  | 4.00× | 2.50× | 0.05× | 2.50× |",
            "| big | 8.0 | 3 / 8.1 / 2 | 3 / 8.1 / 2 | 3 / 8.1 / 2 |",
            "| big | 8.0 | 7 / 3 |  |  |",
            "- s3a-3.4.2-random, big, pair 2, pass 1: failed: it broke");
  }

  private static Sample sample(Client client, int pair, int pass, double millis) {
    return new Sample(client.name(), "big", pair, pass, millis, new Cost(3, 8_100_000, 2), "");
  }
}
