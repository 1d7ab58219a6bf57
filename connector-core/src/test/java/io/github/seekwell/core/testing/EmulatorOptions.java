package io.github.seekwell.core.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line of an {@link EmulatorProcess}: {@code --name value} pairs and bare switches. */
public final class EmulatorOptions {
  static final String EXIT_WITH_STDIN = "exit-with-stdin";
  static final String HELP = "help";

  private static final Set<String> SWITCHES = Set.of(EXIT_WITH_STDIN, HELP);
  private static final Set<String> NAMES =
      Set.of(
          "data-dir",
          "spool-dir",
          "bucket",
          "address",
          "port",
          "threads",
          "first-byte",
          "sigma",
          "new-connection",
          "connection-rate",
          "total-rate",
          "seed");

  private final Map<String, List<String>> values = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @param own names of one dialect's options, all with values
   * @throws IllegalArgumentException if it has anything else
   */
  EmulatorOptions(String[] args, Set<String> own) {
    for (int i = 0; i < args.length; i++) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      boolean bare = SWITCHES.contains(name);
      boolean known = NAMES.contains(name) || own.contains(name);
      if (!bare && (!known || i + 1 == args.length)) {
        throw new IllegalArgumentException("not an option, or without its value: " + args[i]);
      }
      values.computeIfAbsent(name, key -> new ArrayList<>()).add(bare ? "" : args[++i]);
    }
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The last value of an option. */
  public Optional<String> text(String name) {
    List<String> given = all(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
  }

  /** All values of an option that may be repeated. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
