package io.github.seekwell.benchmarks.summary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a job has left in its folder, as HTML: pictures, then tables, then words, then its log. */
final class Leavings {
  /** What a job has said. */
  static final String LOG = "log.txt";

  /** Enough of a log to see how it ended. */
  private static final int LOG_LINES = 400;

  private final Path folder;

  Leavings(Path folder) {
    this.folder = folder;
  }

  String html() throws IOException {
    StringBuilder html = new StringBuilder();
    for (Path file : files()) {
      html.append(html(file));
    }
    return html.append(log()).toString();
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .sorted(Comparator.comparing(Leavings::rank).thenComparing(Path::getFileName))
          .toList();
    }
  }

  private static int rank(Path file) {
    return switch (ending(file)) {
      case "png", "svg" -> 0;
      case "md" -> 1;
      default -> 2;
    };
  }

  private static String html(Path file) throws IOException {
    String name = file.getFileName().toString();
    return switch (ending(file)) {
      case "png" -> Html.picture(name, "image/png", Files.readAllBytes(file));
      case "svg" -> Html.picture(name, "image/svg+xml", Files.readAllBytes(file));
      case "md" -> Html.markdown(words(file));
      case "txt" -> name.equals(LOG) ? "" : Html.preformatted(words(file));
      default -> ""; // for programs
    };
  }

  private String log() throws IOException {
    Path log = folder.resolve(LOG);
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = words(log).lines().toList();
    int from = Math.max(0, lines.size() - LOG_LINES);
    String title = from == 0 ? "log" : "log, its last " + LOG_LINES + " lines";
    return Html.folded(
        title, Html.preformatted(String.join("\n", lines.subList(from, lines.size()))));
  }

  /** Whatever bytes a program has printed. */
  private static String words(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
