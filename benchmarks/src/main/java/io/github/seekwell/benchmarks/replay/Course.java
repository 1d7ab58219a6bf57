package io.github.seekwell.benchmarks.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which things are measured. A pair is two clients, ours and one other, that play the
 * same pattern one after the other on the same row of latencies; who begins changes from pair to
 * pair. Clients that are not compared, since ours is not there, go alone.
 */
final class Course {
  private final ReplayOptions options;
  private final Stage stage;
  private final List<Client> clients;
  private final List<ReadPattern> patterns;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, DriverJvm> kept = new HashMap<>();

  Course(ReplayOptions options, Stage stage, List<Client> clients, List<ReadPattern> patterns) {
    this.options = options;
    this.stage = stage;
    this.clients = clients;
    this.patterns = patterns;
  }

  List<Sample> run() throws IOException, InterruptedException {
    try {
      for (int round = 0; round < options.pairs(); round++) {
        List<List<Client>> pairs = pairs();
        for (int i = 0; i < pairs.size(); i++) {
          play(pairs.get(i), round * pairs.size() + i, round);
        }
      }
      return samples;
    } finally {
      leave();
    }
  }

  private List<List<Client>> pairs() {
    List<Client> others = clients.stream().filter(client -> !client.ours()).toList();
    if (others.size() == clients.size() || others.isEmpty()) {
      return clients.stream().map(List::of).toList();
    }
    return others.stream().map(other -> List.of(clients.get(0), other)).toList();
  }

  private void play(List<Client> pair, int number, int round)
      throws IOException, InterruptedException {
    for (int p = 0; p < patterns.size(); p++) {
      ReadPattern pattern = patterns.get(p);
      List<Client> order =
          (round + p) % 2 == 0 || pair.size() == 1 ? pair : List.of(pair.get(1), pair.get(0));
      String[] told = new String[order.size()];
      for (int i = 0; i < order.size(); i++) {
        told[i] = play(order.get(i), pattern, number, round);
      }
      System.err.printf(
          "pair %d of %d, %s: %s%n",
          number + 1,
          options.pairs() * pairs().size(),
          pattern.name(),
          String.join("; ", Arrays.asList(told)));
    }
    if (!options.keepJvms()) {
      leave();
    }
  }

  private String play(Client client, ReadPattern pattern, int number, int round)
      throws IOException, InterruptedException {
    int passes = round < options.secondPasses() ? 2 : 1;
    StringBuilder told = new StringBuilder(client.name());
    List<Sample> taken;
    try {
      taken = stage.play(client, jvm(client), pattern, number, passes);
    } catch (IOException e) {
      // It hangs or is gone: the next pattern gets a new JVM.
      DriverJvm broken = kept.remove(client.name());
      if (broken != null) {
        broken.close();
      }
      taken =
          List.of(
              new Sample(
                  client.name(),
                  pattern.name(),
                  number,
                  1,
                  0,
                  new Cost(0, 0, 0),
                  String.valueOf(e.getMessage())));
    }
    for (Sample sample : taken) {
      samples.add(sample);
      told.append(
          sample.failed()
              ? " " + sample.failure()
              : " %.0f ms (%d requests, %.1f MB, %d connections)"
                  .formatted(
                      sample.millis(),
                      sample.cost().requests(),
                      sample.cost().bytes() / 1e6,
                      sample.cost().connections()));
    }
    return told.toString();
  }

  private DriverJvm jvm(Client client) throws IOException, InterruptedException {
    DriverJvm there = kept.get(client.name());
    if (there == null) {
      there = stage.enter(client);
      kept.put(client.name(), there);
    }
    return there;
  }

  private void leave() {
    kept.values().forEach(DriverJvm::close);
    kept.clear();
  }
}
