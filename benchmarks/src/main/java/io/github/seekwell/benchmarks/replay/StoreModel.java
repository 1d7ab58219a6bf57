package io.github.seekwell.benchmarks.replay;

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

  /**
   * Milliseconds for someone who knows beforehand all that will be read: one first byte, then every
   * byte once over so many connections.
   */
  double knownMillis(ReadPattern pattern, int connections) {
    double bytesPerMilli = connectionMegabytes * 1000.0;
    return firstByteMillis + pattern.uniqueBytes() / (bytesPerMilli * connections);
  }
}
