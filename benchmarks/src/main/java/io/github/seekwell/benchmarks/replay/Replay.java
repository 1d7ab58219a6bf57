package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.core.testing.AccessTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The replay benchmark. Run by {@code benchmarks/run replay}, which tells the options. */
public final class Replay {
  private Replay() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--list")) {
      list();
      return;
    }
    System.exit(Job.run("replay", () -> run(ReplayOptions.parse(arguments))));
  }

  private static void list() {
    System.out.println("patterns");
    for (ReadPattern pattern : Patterns.all()) {
      System.out.printf("  %-36s %s%n", pattern.name(), pattern.sentence());
    }
    for (Dialect dialect : Dialect.values()) {
      System.out.println("clients on " + dialect);
      for (Client client : Client.of(dialect)) {
        System.out.printf("  %-36s %s%n", client.name(), client.sentence());
      }
    }
  }

  /** Whether ours was right each time. Times are told, not judged; what failed is in the tables. */
  private static boolean run(ReplayOptions options)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<ReadPattern> patterns = patterns(options);
    checkClients(options);
    Ramps ramps = Ramps.write(options.scratch().resolve("data"), patterns);
    ReplayReport report = new ReplayReport(options, patterns);
    boolean right = true;
    for (Dialect dialect : options.stores()) {
      List<Client> clients = clients(options, dialect);
      if (clients.isEmpty()) {
        continue;
      }
      try (Store store =
          Store.start(
              dialect,
              options.model(),
              options.classPaths().get("store-" + dialect.name().toLowerCase(Locale.ROOT)),
              ramps.folder(),
              options.scratch())) {
        Stage stage = new Stage(options, store, ramps);
        List<Sample> samples = new Course(options, stage, clients, patterns).run();
        report.add(dialect, clients, samples);
        right &= new Samples(samples).oursRight();
      }
    }
    String text = report.markdown();
    System.out.println(text);
    if (options.output().isPresent()) {
      WholeFile.write(options.output().get(), text);
    }
    return right;
  }

  private static List<ReadPattern> patterns(ReplayOptions options) throws IOException {
    List<ReadPattern> all = new ArrayList<>(Patterns.all());
    List<ReadPattern> chosen = new ArrayList<>();
    for (Path file : options.traces()) {
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException("no trace " + file);
      }
      chosen.add(ReadPattern.of(AccessTrace.file(file), 0));
    }
    for (String name : options.patterns()) {
      List<ReadPattern> found = all.stream().filter(p -> p.name().startsWith(name)).toList();
      List<ReadPattern> exact = found.stream().filter(p -> p.name().equals(name)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no pattern " + name + "; --list tells them");
      }
      chosen.addAll(exact.isEmpty() ? found : exact);
    }
    return chosen.isEmpty() ? all : chosen;
  }

  private static void checkClients(ReplayOptions options) {
    List<String> known = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      Client.of(dialect).forEach(client -> known.add(client.name()));
    }
    for (String name : options.clients()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("no client " + name + "; --list tells them");
      }
    }
  }

  private static List<Client> clients(ReplayOptions options, Dialect dialect) {
    return Client.of(dialect).stream()
        .filter(c -> options.clients().isEmpty() || options.clients().contains(c.name()))
        .toList();
  }
}
