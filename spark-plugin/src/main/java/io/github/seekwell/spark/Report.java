package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.AddressFigures;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * What the application's reads have cost, at its end: for the log, and as JSON for programs.
 *
 * <p>Counters and histograms carry the names of {@code core.metrics}. Times are nanoseconds, sizes
 * bytes. {@code sources} lists the class loaders the figures came from, by executor.
 *
 * @param application Spark's name for it
 */
record Report(String application, List<Tidings> sources) {
  /** Where to write the JSON; a path or a {@code file:} URI of the driver's machine. */
  static final String SETTING = "spark.seekwell.report";

  /** A table for people. */
  String text() {
    return Totals.sum(sources).text();
  }

  /** Writes the JSON in one step: a reader finds the whole report or none. */
  void write(String where) throws IOException {
    final Path file =
        where.startsWith("file:") ? Path.of(URI.create(where)) : Path.of(where).toAbsolutePath();
    final Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    final Path draft = Files.createTempFile(folder, ".seekwell", ".json");
    try {
      Files.writeString(draft, json(), StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  String json() {
    final ReadSnapshot sum = Totals.sum(sources);
    final Json json = new Json();
    json.open("").text("application", application);
    json.open("counters");
    sum.counters().forEach(json::number);
    json.close().open("ratios");
    json.number("read.amplification", sum.amplification());
    json.number("read.hit_ratio", sum.hitRatio());
    json.close().open("histograms");
    for (String name : sum.spreads()) {
      histogram(json, name, sum.spread(name));
    }
    json.close().open("addresses");
    for (Map.Entry<String, AddressFigures> each : sum.addresses().entrySet()) {
      address(json, each.getKey(), each.getValue());
    }
    json.close().open("sources");
    for (Tidings each : sources) {
      json.open(each.executor() + "/" + each.source())
          .number("reads", each.figures().reads())
          .number("requests", each.figures().counter("request.count"))
          .close();
    }
    return json.close().close().toString();
  }

  private static void histogram(Json json, String name, ReadSnapshot.Figures figures) {
    json.open(name)
        .number("count", figures.count())
        .number("mean", figures.mean())
        .number("p50", figures.p50())
        .number("p95", figures.p95())
        .number("p99", figures.p99())
        .number("max", figures.max())
        .close();
  }

  private static void address(Json json, String name, AddressFigures figures) {
    json.open(name)
        .number("requests", figures.requests())
        .number("failures", figures.failures())
        .number("bytes", figures.bytes())
        .number("mean_first_byte_nanos", figures.meanFirstByteNanos())
        .number("opened", figures.opened())
        .number("closed", figures.closed())
        .close();
  }
}
