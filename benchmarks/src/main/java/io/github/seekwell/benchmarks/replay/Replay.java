package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.ReplayOptions.Refused;
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
  private static final int NOT_TAKEN = 2;

  private Replay() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (List.of(arguments).contains("--list")) {
      list();
      return;
    }
    try {
      run(ReplayOptions.parse(arguments));
    } catch (Refused e) {
      System.err.println("benchmarks/run: " + e.getMessage());
      System.exit(NOT_TAKEN);
    }
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

  private static void run(ReplayOptions options)
      throws IOException, InterruptedException, GeneralSecurityException {
    List<ReadPattern> patterns = patterns(options);
    checkClients(options);
    Ramps ramps = Ramps.write(options.scratch().resolve("data"), patterns);
    ReplayReport report = new ReplayReport(options, patterns);
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
        report.add(dialect, clients, new Course(options, stage, clients, patterns).run());
      }
    }
    String text = report.markdown();
    System.out.println(text);
    if (options.output().isPresent()) {
      Files.writeString(options.output().get(), text);
    }
  }

  private static List<ReadPattern> patterns(ReplayOptions options) throws IOException {
    List<ReadPattern> all = new ArrayList<>(Patterns.all());
    List<ReadPattern> chosen = new ArrayList<>();
    for (Path file : options.traces()) {
      if (!Files.isReadable(file)) {
        throw new Refused("no trace " + file);
      }
      chosen.add(ReadPattern.of(AccessTrace.file(file), 0));
    }
    for (String name : options.patterns()) {
      List<ReadPattern> found = all.stream().filter(p -> p.name().startsWith(name)).toList();
      List<ReadPattern> exact = found.stream().filter(p -> p.name().equals(name)).toList();
      if (found.isEmpty()) {
        throw new Refused("no pattern " + name + "; --list tells them");
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
        throw new Refused("no client " + name + "; --list tells them");
      }
    }
  }

  private static List<Client> clients(ReplayOptions options, Dialect dialect) {
    return Client.of(dialect).stream()
        .filter(c -> options.clients().isEmpty() || options.clients().contains(c.name()))
        .toList();
  }
}
