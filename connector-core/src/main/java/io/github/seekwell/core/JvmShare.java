package io.github.seekwell.core;

/**
 * Our part of a budget that belongs to the whole JVM.
 *
 * <p>Spark's local mode loads this class twice, in class loaders that know nothing of each other.
 * They meet at a system property that counts them: a text, because whoever lists the system
 * properties expects nothing else. Each takes an equal part of the budget.
 */
final class JvmShare {
  static final String PROPERTY = "io.github.seekwell.runtimes";

  private JvmShare() {}

  /** One more of us uses the budgets, until the end of the JVM. */
  static void join() {
    System.getProperties().merge(PROPERTY, "1", (held, one) -> String.valueOf(parse(held) + 1));
  }

  /** How many of us share, at least 1. */
  static int count() {
    return Math.max(1, parse(System.getProperty(PROPERTY, "1")));
  }

  private static int parse(Object held) {
    try {
      return Integer.parseInt(held.toString());
    } catch (NumberFormatException e) {
      // Somebody else's property of our name; sharing with nobody is the least wrong.
      return 0;
    }
  }
}
