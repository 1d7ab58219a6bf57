package io.github.seekwell.benchmarks.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line of options with a value, options without one, and inputs. Whatever it refuses is
 * an {@link IllegalArgumentException} with a message for the user, which ends with the usage if
 * there is one.
 */
public final class Options {
  private final String usage;
  private final Map<String, List<String>> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> inputs = new ArrayList<>();

  private Options(String usage) {
    this.usage = usage;
  }

  /** Reads a command line of options with a value, and inputs. */
  public static Options parse(String usage, Set<String> names, String... arguments) {
    return parse(usage, names, Set.of(), arguments);
  }

  /**
   * Reads a command line.
   *
   * @param usage for messages; empty if somebody else tells it
   * @param names of options with a value
   * @param flags names of options without one
   */
  public static Options parse(
      String usage, Set<String> names, Set<String> flags, String... arguments) {
    Options options = new Options(usage);
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        options.inputs.add(argument);
      } else if (flags.contains(argument)) {
        options.flags.add(argument);
      } else if (!names.contains(argument)) {
        throw options.refused("unknown option " + argument);
      } else if (i + 1 == arguments.length) {
        throw options.refused(argument + " needs a value");
      } else {
        options.values.computeIfAbsent(argument, a -> new ArrayList<>()).add(arguments[++i]);
      }
    }
    return options;
  }

  /** What a message for the user becomes. */
  public IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(usage.isEmpty() ? why : why + "\n" + usage);
  }

  /** What is no option; at least one. */
  public List<String> inputs() {
    if (inputs.isEmpty()) {
      throw refused("no input");
    }
    return List.copyOf(inputs);
  }

  /** For those who take options alone. */
  public Options withoutInputs() {
    if (!inputs.isEmpty()) {
      throw refused("unknown option " + inputs.get(0));
    }
    return this;
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** All values of an option that may be repeated. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** The value, the last if there are several. */
  public Optional<String> text(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  public String text(String name, String usual) {
    return text(name).orElse(usual);
  }

  public String need(String name) {
    return text(name).orElseThrow(() -> refused("no " + name));
  }

  /** Names with commas between; none if there is no such option. */
  public List<String> names(String name) {
    String text = text(name, "");
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  /** The pairs NAME=VALUE of an option that may be repeated. */
  public Map<String, String> pairs(String name) {
    Map<String, String> pairs = new HashMap<>();
    for (String text : all(name)) {
      String[] pair = text.split("=", 2);
      if (pair.length < 2) {
        throw refused(name + " takes KEY=VALUE, not " + text);
      }
      pairs.put(pair[0], pair[1]);
    }
    return pairs;
  }

  /** A whole number, 0 or more. */
  public int number(String name, int usual) {
    return number(name, text(name, String.valueOf(usual)), "\\d{1,9}", "a whole number");
  }

  /** A whole number, 1 or more. */
  public int count(String name, int usual) {
    return count(name, text(name, String.valueOf(usual)));
  }

  /** The same, without which nothing goes. */
  public int count(String name) {
    return count(name, need(name));
  }

  private int count(String name, String text) {
    return number(name, text, "[1-9]\\d{0,8}", "a whole number above 0");
  }

  private int number(String name, String text, String form, String words) {
    if (!text.matches(form)) {
      throw refused(name + " takes " + words + ", not " + text);
    }
    return Integer.parseInt(text);
  }

  /** A number, 0 or more. */
  public double decimal(String name, double usual) {
    String text = text(name, String.valueOf(usual));
    if (!text.matches("\\d+(\\.\\d+)?")) {
      throw refused(name + " takes a number such as 0.3, not " + text);
    }
    return Double.parseDouble(text);
  }
}
