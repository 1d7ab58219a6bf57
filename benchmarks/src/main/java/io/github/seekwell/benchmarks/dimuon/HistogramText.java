package io.github.seekwell.benchmarks.dimuon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A histogram as lines of text, for the console and as CSV. */
final class HistogramText {
  private static final int BAR = 56;

  private HistogramText() {}

  /** One line a bin from {@code low} up to {@code high}, in bins of {@code width} GeV. */
  static List<String> bars(MassHistogram masses, int low, int high, int width) {
    long highest = 1;
    for (int bin = low; bin < high; bin += width) {
      highest = Math.max(highest, masses.between(bin, bin + width));
    }
    List<String> lines = new ArrayList<>();
    for (int bin = low; bin < high; bin += width) {
      long count = masses.between(bin, bin + width);
      // A bin with anything in it shows at least a dot.
      int length = (int) (BAR * count / highest);
      String bar = length > 0 ? "#".repeat(length) : count > 0 ? "." : "";
      lines.add(
          String.format(Locale.ROOT, "  %4d-%-4d GeV %,9d  %s", bin, bin + width, count, bar)
              .stripTrailing());
    }
    long beyond = masses.between(high, Integer.MAX_VALUE);
    if (beyond > 0) {
      lines.add(String.format(Locale.ROOT, "  %4d and up GeV %,8d", high, beyond));
    }
    return lines;
  }

  /** Lower edge, upper edge and count of every bin that is not empty. */
  static List<String> csv(MassHistogram masses, int width) {
    List<String> lines = new ArrayList<>();
    lines.add("from_gev,to_gev,pairs");
    masses.bins(width).forEach((bin, count) -> lines.add(bin + "," + (bin + width) + "," + count));
    return lines;
  }
}
