package io.github.seekwell.core.testing.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The name service, as the JDK's own file of names ({@code jdk.net.hosts.file}), which the
 * connector reads at every look-up. The property is there from the first name to {@link #forget},
 * since the names of other tests are not in the file.
 */
final class HostNames {
  /** How long the cases believe a name. */
  static final Duration TTL = Duration.ofMillis(200);

  private static final String PROPERTY = "jdk.net.hosts.file";

  private final Path folder;
  private final List<String> names;

  /**
   * @param names which have the same addresses always
   */
  HostNames(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /** Gives the names these addresses, or none. */
  void are(String... addresses) {
    StringBuilder lines = new StringBuilder();
    for (String address : addresses) {
      for (String name : names) {
        lines.append(address).append(' ').append(name).append('\n');
      }
    }
    Path hosts = folder.resolve("hosts");
    try {
      // Replaced at once, so that no look-up finds half a file.
      Path next = Files.writeString(folder.resolve("hosts.next"), lines.toString());
      Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(PROPERTY, hosts.toString());
  }

  void forget() {
    System.clearProperty(PROPERTY);
  }
}
