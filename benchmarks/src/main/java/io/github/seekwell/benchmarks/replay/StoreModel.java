package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.command.Options;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How slow the embedded store is, and what no client can beat on it.
 *
 * @param firstByteMillis median time to first byte
 * @param sigma spread of it, log-normal
 * @param newConnectionMillis what the first request of a connection waits longer
 * @param connectionMegabytes bytes a second on one connection, in millions
 */
public record StoreModel(
    int firstByteMillis, double sigma, int newConnectionMillis, int connectionMegabytes) {

  /** The names of the options by which {@link #of} finds it, and others. */
  public static Set<String> optionsAnd(String... others) {
    Set<String> names = new HashSet<>(List.of(others));
    names.addAll(List.of("--first-byte-ms", "--sigma", "--new-connection-ms", "--connection-mbps"));
    return names;
  }

  /** What was asked for; by default the store of the goals. */
  public static StoreModel of(Options options) {
    return new StoreModel(
        options.number("--first-byte-ms", 30),
        options.decimal("--sigma", 0.3),
        options.number("--new-connection-ms", 20),
        options.count("--connection-mbps", 80));
  }

  /**
   * Milliseconds for someone who knows beforehand all that will be read: one first byte, then every
   * byte once over so many connections.
   */
  double knownMillis(ReadPattern pattern, int connections) {
    double bytesPerMilli = connectionMegabytes * 1000.0;
    return firstByteMillis + pattern.uniqueBytes() / (bytesPerMilli * connections);
  }
}
