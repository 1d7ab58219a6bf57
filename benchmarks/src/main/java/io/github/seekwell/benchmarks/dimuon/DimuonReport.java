package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.report.CostTable;
import io.github.seekwell.benchmarks.report.Picture;
import io.github.seekwell.benchmarks.report.StoreCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows the result: on the console, as CSV and as a picture. */
final class DimuonReport {
  private final Map<String, DimuonCounts> byFile;
  private final DimuonCounts total = new DimuonCounts();
  private final List<StoreCost> costs;

  DimuonReport(Map<String, DimuonCounts> byFile, List<StoreCost> costs) {
    this.byFile = byFile;
    this.costs = costs;
    byFile.values().forEach(total::addAll);
  }

  void print(double seconds) {
    System.out.println();
    System.out.println("Mass of opposite-charge muon pairs, events with exactly two muons");
    HistogramText.bars(total.masses(), 0, 200, 5).forEach(System.out::println);
    System.out.println();
    System.out.println("Around the Z boson");
    HistogramText.bars(total.masses(), 60, 120, 1).stream()
        .limit(60) // what lies beyond is above
        .forEach(System.out::println);
    System.out.println();
    byFile.forEach((file, counts) -> System.out.println(line(file, counts)));
    System.out.println(line("all files", total));
    System.out.println(peakLine());
    fit().ifPresent(System.out::println);
    System.out.printf(Locale.ROOT, "%.1f s%n", seconds);
    System.out.println();
    System.out.println("What the store cost");
    CostTable.lines(costs).forEach(System.out::println);
    ReadBytes.comparison(costs).ifPresent(System.out::println);
    System.out.println();
  }

  private static String line(String name, DimuonCounts counts) {
    return String.format(
        Locale.ROOT,
        "%s: %,d events, %,d muons, %,d pairs",
        name,
        counts.events(),
        counts.muons(),
        counts.pairs());
  }

  private Optional<PeakFit> fit() {
    return Peak.find(total.masses()).flatMap(found -> PeakFit.of(total.masses(), found));
  }

  private String peakLine() {
    Optional<Peak> peak = Peak.find(total.masses());
    return peak.map(
            p ->
                String.format(
                    Locale.ROOT,
                    "Z peak at %.1f GeV, %,d pairs in it (the Z boson's mass is %.2f GeV)",
                    p.position(),
                    p.pairs(),
                    Peak.Z_MASS))
        .orElse("no Z peak in these files");
  }

  /**
   * Writes {@code mass-5gev} and {@code mass-1gev} as CSV and as Parquet, {@code peak.txt}, {@code
   * store-cost.txt}, {@code dimuon.png}.
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    WholeFile.write(folder.resolve("mass-5gev.csv"), HistogramText.csv(total.masses(), 5));
    WholeFile.write(folder.resolve("mass-1gev.csv"), HistogramText.csv(total.masses(), 1));
    HistogramParquet.write(total.masses(), 5, folder.resolve("mass-5gev.parquet"));
    HistogramParquet.write(total.masses(), 1, folder.resolve("mass-1gev.parquet"));
    List<String> peak = new ArrayList<>(List.of(peakLine()));
    fit().ifPresent(line -> peak.add(line.toString()));
    WholeFile.write(folder.resolve("peak.txt"), peak);
    List<String> cost = new ArrayList<>(CostTable.lines(costs));
    ReadBytes.comparison(costs).ifPresent(cost::add);
    WholeFile.write(folder.resolve("store-cost.txt"), cost);
    Picture.write(folder.resolve("dimuon.png"), new DimuonPicture(total, costs)::draw);
  }
}
