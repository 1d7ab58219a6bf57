package io.github.seekwell.benchmarks.dimuon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an independent reader (JSROOT) found in a file.
 *
 * @param histogram lower edges of the 5 GeV bins that are not empty, and their counts
 */
public record Expected(long events, long muons, long pairs, SortedMap<Integer, Long> histogram) {

  /** Reads the expectations of many files, by file name. */
  public static Map<String, Expected> read(Path json) throws IOException {
    Map<String, Expected> all = new TreeMap<>();
    JsonNode files = new ObjectMapper().readTree(json.toFile());
    for (Iterator<Map.Entry<String, JsonNode>> f = files.fields(); f.hasNext(); ) {
      Map.Entry<String, JsonNode> file = f.next();
      JsonNode found = file.getValue();
      SortedMap<Integer, Long> histogram = new TreeMap<>();
      for (Iterator<Map.Entry<String, JsonNode>> b = found.get("hist5GeV").fields();
          b.hasNext(); ) {
        Map.Entry<String, JsonNode> bin = b.next();
        histogram.put(Integer.valueOf(bin.getKey()), bin.getValue().asLong());
      }
      all.put(
          file.getKey(),
          new Expected(
              found.get("entries").asLong(),
              found.get("muons").asLong(),
              found.get("pairs").asLong(),
              histogram));
    }
    return all;
  }

  /**
   * Where what was found in files differs from what is known of them, in words; empty if nowhere. A
   * file of which nothing is known is right.
   */
  public static List<String> differences(
      Map<String, Expected> expected, Map<String, DimuonCounts> found) {
    List<String> differences = new ArrayList<>();
    // Folders may have files of the same name.
    Map<String, List<DimuonCounts>> byName = new TreeMap<>();
    found.forEach(
        (file, counts) ->
            byName
                .computeIfAbsent(
                    new org.apache.hadoop.fs.Path(file).getName(), name -> new ArrayList<>())
                .add(counts));
    expected.forEach(
        (name, wanted) -> {
          List<DimuonCounts> all = byName.getOrDefault(name, List.of());
          if (all.isEmpty()) {
            differences.add(name + " was not read");
          }
          for (DimuonCounts counts : all) {
            wanted.differences(counts).forEach(d -> differences.add(name + ": " + d));
          }
        });
    return differences;
  }

  /** Where what was found differs, in words; empty if nowhere. */
  List<String> differences(DimuonCounts found) {
    List<String> differences = new ArrayList<>();
    compare("events", events, found.events(), differences);
    compare("muons", muons, found.muons(), differences);
    compare("pairs", pairs, found.pairs(), differences);
    SortedMap<Integer, Long> bins = found.masses().bins(5);
    if (!bins.equals(histogram)) {
      differences.add("histogram " + bins + ", expected " + histogram);
    }
    return differences;
  }

  private static void compare(String what, long expected, long found, List<String> differences) {
    if (expected != found) {
      differences.add(found + " " + what + ", expected " + expected);
    }
  }
}
