package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.report.Medians;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All samples of one store, and the figures that are made of them. */
final class Samples {
  private final List<Sample> all;

  Samples(List<Sample> all) {
    this.all = List.copyOf(all);
  }

  List<Sample> failed() {
    return all.stream().filter(Sample::failed).toList();
  }

  /** Whether ours delivered what was asked for, every time. */
  boolean oursRight() {
    return failed().stream().noneMatch(sample -> sample.client().equals(Client.OURS));
  }

  List<Sample> of(Client client, ReadPattern pattern, int pass) {
    return all.stream()
        .filter(s -> s.client().equals(client.name()) && s.pattern().equals(pattern.name()))
        .filter(s -> s.pass() == pass && !s.failed())
        .toList();
  }

  /** How many passes have failed. */
  long failures(Client client, ReadPattern pattern, int pass) {
    return failed().stream()
        .filter(s -> s.client().equals(client.name()) && s.pattern().equals(pattern.name()))
        .filter(s -> s.pass() == pass)
        .count();
  }

  /** Empty if no pass has succeeded. */
  OptionalDouble median(
      Client client, ReadPattern pattern, int pass, ToDoubleFunction<Sample> figure) {
    return Medians.of(of(client, pattern, pass).stream().map(figure::applyAsDouble).toList());
  }

  /** How many times longer {@code other} took than {@code ours}: the median over pairs. */
  OptionalDouble ratio(Client ours, Client other, ReadPattern pattern) {
    Map<Integer, Double> byPair = new HashMap<>();
    of(ours, pattern, 1).forEach(sample -> byPair.put(sample.pair(), sample.millis()));
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : of(other, pattern, 1)) {
      if (byPair.containsKey(sample.pair())) {
        ratios.add(sample.millis() / byPair.get(sample.pair()));
      }
    }
    return Medians.of(ratios);
  }

  static OptionalDouble geometricMean(List<Double> values) {
    OptionalDouble log = values.stream().mapToDouble(Math::log).average();
    return log.isEmpty() ? log : OptionalDouble.of(Math.exp(log.getAsDouble()));
  }
}
