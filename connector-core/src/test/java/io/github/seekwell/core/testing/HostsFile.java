package io.github.seekwell.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The JDK's own file of names ({@code jdk.net.hosts.file}), which is read at every look-up. The
 * property is there until this is closed, and no other name is known meanwhile.
 */
final class HostsFile implements AutoCloseable {
  private static final String PROPERTY = "jdk.net.hosts.file";

  private final Path folder;
  private final String before = System.getProperty(PROPERTY, "");

  /**
   * @param folder for the file
   */
  HostsFile(Path folder) throws IOException {
    this.folder = folder;
    write("");
    System.setProperty(PROPERTY, folder.resolve("hosts").toString());
  }

  /** All these names are now at this address. */
  void name(List<String> names, String address) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      lines.append(address).append(' ').append(name).append('\n');
    }
    write(lines.toString());
  }

  /** No name is known any more. */
  void nobody() throws IOException {
    write("");
  }

  @Override
  public void close() {
    if (before.isEmpty()) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  /** Replaced at once, so that no look-up finds half a file. */
  private void write(String lines) throws IOException {
    Path next = Files.writeString(folder.resolve("hosts.next"), lines);
    Files.move(
        next,
        folder.resolve("hosts"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
