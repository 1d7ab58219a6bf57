package io.github.seekwell.benchmarks.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.seekwell.benchmarks.command.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lays out the input of a run: sample files, as they are or many times over, and beside them {@code
 * expected.json}, which says what the dimuon job must find in each.
 *
 * <p>{@code SampleData SAMPLES FILES EXPECTED SPEC...}, where SAMPLES is the folder of the small
 * files, FILES a folder to fill, EXPECTED the file to write, and a SPEC is {@code name.root}, or
 * {@code name.root*70} for {@code name-x70.root}, a file of seventy copies, or {@code
 * name.root*70/3} for the same copies three a file, {@code name-x3-001.root} and so on.
 */
public final class SampleData {
  private static final String ORACLE = "expected-dimuon.json";

  private final ObjectMapper json = new ObjectMapper();
  private final Path samples;
  private final Path files;
  private final JsonNode oracle;
  private final ObjectNode expected = json.createObjectNode();

  /** What to lay out under which name. */
  private record Spec(String target, String source, int copies) {
    static List<Spec> parse(String text) {
      int star = text.lastIndexOf('*');
      if (star < 0) {
        return List.of(new Spec(text, text, 1));
      }
      String source = text.substring(0, star);
      String[] numbers = text.substring(star + 1).split("/", 2);
      int copies = number(numbers[0]);
      if (numbers.length == 1) {
        return List.of(of(source, copies, ""));
      }
      int each = number(numbers[1]);
      List<Spec> specs = new ArrayList<>();
      for (int left = copies; left > 0; left -= each) {
        String number = String.format(Locale.ROOT, "-%03d", specs.size() + 1);
        specs.add(of(source, Math.min(each, left), number));
      }
      return specs;
    }

    private static int number(String text) {
      if (!text.matches("[1-9]\\d{0,8}")) {
        throw new IllegalArgumentException("not a number of copies: " + text);
      }
      return Integer.parseInt(text);
    }

    private static Spec of(String source, int copies, String number) {
      return new Spec(source.replace(".root", "-x" + copies + number + ".root"), source, copies);
    }
  }

  private SampleData(Path samples, Path files) throws IOException {
    this.samples = samples;
    this.files = files;
    this.oracle = json.readTree(samples.resolve(ORACLE).toFile());
  }

  public static void main(String[] arguments) {
    System.exit(Job.run("data", () -> lay(arguments)));
  }

  private static boolean lay(String... arguments) throws IOException {
    if (arguments.length < 4) {
      throw new IllegalArgumentException("usage: SampleData SAMPLES FILES EXPECTED SPEC...");
    }
    lay(
        Path.of(arguments[0]),
        Path.of(arguments[1]),
        Path.of(arguments[2]),
        List.of(arguments).subList(3, arguments.length));
    return true;
  }

  /** Lays out the files and writes what is expected of them. */
  static void lay(Path samples, Path files, Path expected, List<String> specs) throws IOException {
    SampleData data = new SampleData(samples, files);
    Files.createDirectories(files);
    for (String spec : specs) {
      for (Spec file : Spec.parse(spec)) {
        data.add(file);
      }
    }
    data.json.writerWithDefaultPrettyPrinter().writeValue(expected.toFile(), data.expected);
  }

  private void add(Spec spec) throws IOException {
    Path source = samples.resolve(spec.source());
    Path target = files.resolve(spec.target());
    JsonNode known = oracle.get(spec.source());
    if (!Files.isRegularFile(source)) {
      throw new IllegalArgumentException("no sample " + spec.source());
    }
    if (spec.copies() == 1) {
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    } else if (known == null) {
      throw new IllegalArgumentException(
          "nothing is known of " + spec.source() + "; it can only be copied");
    } else {
      RootMultiplier.multiply(source, known.get("tree").asText(), spec.copies(), target);
    }
    if (known != null) {
      expected.set(spec.target(), times(known, spec.copies()));
    }
    System.out.printf("  %s, %,d bytes%n", spec.target(), Files.size(target));
  }

  /** Copies of a tree have so many times the counts. */
  private JsonNode times(JsonNode node, int copies) {
    if (node.isNumber()) {
      return json.getNodeFactory().numberNode(node.asLong() * copies);
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode product = json.createObjectNode();
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      product.set(field.getKey(), times(field.getValue(), copies));
    }
    return product;
  }
}
