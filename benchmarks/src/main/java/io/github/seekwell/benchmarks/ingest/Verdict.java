package io.github.seekwell.benchmarks.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at what was written, read again, and notes what is not as it must be. */
final class Verdict {
  private final List<String> passed = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  private void require(boolean right, String what, Object... details) {
    (right ? passed : failed).add(String.format(Locale.ROOT, what, details));
  }

  /** What was read again is what was to be written, and no event is there twice. */
  void same(String table, Fingerprint meant, Fingerprint found) {
    require(
        meant.equals(found) && found.rows() == found.events(),
        "%s: read again %s, written %s",
        table,
        found,
        meant);
  }

  /** As many events of each file as an independent reader found; files it does not know pass. */
  void filtered(Dataset<Row> filtered, Map<String, Long> expected) {
    Map<String, Long> found = new TreeMap<>();
    for (Row row : filtered.groupBy("file").count().collectAsList()) {
      found.put(row.getString(0), row.getLong(1));
    }
    expected.forEach(
        (file, count) ->
            require(
                found.getOrDefault(file, 0L).equals(count),
                "%s: %,d events pass the filter, expected %,d",
                file,
                found.getOrDefault(file, 0L),
                count));
    Row least = filtered.selectExpr("coalesce(min(first_pt), 1e9D)").first();
    require(
        least.getDouble(0) > Preparation.LEAST_PT,
        "the softest of the hardest leptons has %.3f GeV",
        least.getDouble(0));
  }

  /** Every class has so many rows, and its own place in {@code encoded_label} and no other. */
  void balanced(String table, Dataset<Row> rows, int classes, long each) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (Row row : rows.groupBy("label").count().collectAsList()) {
      counts.put(row.getInt(0), row.getLong(1));
    }
    require(
        counts.size() == classes && counts.values().stream().allMatch(count -> count == each),
        "%s: rows of each class %s, wanted %,d",
        table,
        counts,
        each);
    long wrong =
        rows.where(
                "size(encoded_label) != "
                    + classes
                    + " OR aggregate(encoded_label, 0D, (sum, x) -> sum + x) != 1"
                    + " OR encoded_label[label] != 1")
            .count();
    require(wrong == 0, "%s: %,d rows whose label is not one-hot", table, wrong);
  }

  /** No event is in both, and all come from those that passed. */
  void apart(Dataset<Row> filtered, Dataset<Row> train, Dataset<Row> test) {
    Dataset<Row> trained = train.select("event");
    Dataset<Row> tested = test.select("event");
    long both = trained.intersect(tested).count();
    require(both == 0, "%,d events to train with and to test with", both);
    long strange = trained.union(tested).except(filtered.select("event")).count();
    require(strange == 0, "%,d events that did not pass the filter", strange);
  }

  /** To train with, every feature that changes goes from 0 to 1; to test with, all are numbers. */
  void scaled(Scale scale, Dataset<Row> train, Dataset<Row> test) {
    List<String> bounds = new ArrayList<>();
    for (Scale.Range range : scale.ranges()) {
      String item = "HLF_input[" + range.feature().ordinal() + "]";
      bounds.addAll(List.of("min(" + item + ")", "max(" + item + ")"));
    }
    Row found = train.selectExpr(bounds.toArray(String[]::new)).first();
    for (Scale.Range range : scale.ranges()) {
      float least = found.getFloat(2 * range.feature().ordinal());
      float greatest = found.getFloat(2 * range.feature().ordinal() + 1);
      require(
          least == 0 && greatest == (range.constant() ? 0 : 1),
          "%s goes from %s to %s",
          range.feature().column(),
          least,
          greatest);
    }
    int features = scale.ranges().size();
    long wrong =
        test.union(train)
            .where(
                "size(HLF_input) != "
                    + features
                    + " OR exists(HLF_input, x -> x IS NULL OR isnan(x) OR abs(x) > 1e6)")
            .count();
    require(wrong == 0, "%,d rows with a feature that is no number", wrong);
  }

  /** The classes are mixed: their rows change about as often as chance has it. */
  void shuffled(String table, Dataset<Row> rows, int classes) {
    int changes = 0;
    int before = -1;
    List<Row> labels = rows.select("label").collectAsList();
    for (Row row : labels) {
      changes += row.getInt(0) == before ? 0 : 1;
      before = row.getInt(0);
    }
    double chance = labels.size() * (classes - 1.0) / classes;
    require(
        changes > chance / 2,
        "%s: the class changes %,d times, by chance %,.0f",
        table,
        changes,
        chance);
  }

  List<String> passed() {
    return List.copyOf(passed);
  }

  List<String> failed() {
    return List.copyOf(failed);
  }
}
