package io.github.seekwell.core.testing;

import java.util.stream.Stream;

/** Keys that a client may write differently than the one it is compared with. */
public final class OddKeys {
  private OddKeys() {}

  /** For a parameterized test. */
  public static Stream<String> all() {
    return Stream.of(
        "plain",
        "dir/of/many",
        "with space and+plus",
        "per%cent%20",
        "a=b&c?d#e$f,g;h:i@j!k*l'm(n)o~p^q`r{s}t|u[v]w<x>y\"z",
        "ünïcödé/日本語/\uD83D\uDE00",
        "//two//slashes/",
        "./dots/../up",
        "back\\slash");
  }
}
