package io.github.seekwell.core.testing;

import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.config.Durations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The emulator as a process, whatever its dialect. When it is ready it prints one line with its
 * endpoint, and runs until it is told to end by a signal or, if so asked, by the end of its
 * standard input.
 */
public final class EmulatorProcess {
  private static final String USAGE =
      """
        --data-dir DIR        serve the files below DIR as the bucket's objects
        --spool-dir DIR       keep uploaded bodies in a directory below DIR, not in memory
        --bucket NAME         make a bucket (repeatable; the first has the data; default: data)
        --address HOST        listen there (repeatable; default: 127.0.0.1)
        --port N              default: any free port
        --threads N           event loops, default 2
        --first-byte TIME     median time to first byte, such as 15ms; default 0
        --sigma NUMBER        its spread, log-normal; default 0
        --new-connection TIME what a connection's first request waits longer
        --connection-rate N   bytes per second on one connection, such as 60m; default no limit
        --total-rate N        bytes per second on all together
        --seed N              of the spread
        --exit-with-stdin     end when standard input does
      Counters: GET /~emulator/stats, GET /~emulator/log, POST /~emulator/reset[?seed=N].
      More objects: POST /~emulator/share?bucket=B&from=KEY&to=KEY&size=N, .../remove?bucket=B&key=KEY.
      """;

  private final String title;
  private final String usage;
  private final Set<String> own;
  private final DialectOf dialect;

  /**
   * Prepares a process.
   *
   * @param title one line that says what is emulated
   * @param usage lines about the dialect's own options
   * @param own names of these options, all with values
   */
  public EmulatorProcess(String title, String usage, Set<String> own, DialectOf dialect) {
    this.title = title;
    this.usage = usage;
    this.own = Set.copyOf(own);
    this.dialect = dialect;
  }

  /** Makes a dialect out of a command line. */
  public interface DialectOf {
    Dialect of(EmulatorOptions options) throws Exception;
  }

  /** Runs until told to end. */
  public void run(String[] args) throws Exception {
    EmulatorOptions options = new EmulatorOptions(args, own);
    if (options.has(EmulatorOptions.HELP)) {
      System.out.print(title + "\n" + usage + USAGE);
      return;
    }
    StoreEmulator emulator = start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "close-emulator"));
    System.out.println(emulator.endpoint());
    System.out.flush();
    if (options.has(EmulatorOptions.EXIT_WITH_STDIN)) {
      System.in.transferTo(OutputStream.nullOutputStream());
      System.exit(0);
    }
    new CountDownLatch(1).await();
  }

  private StoreEmulator start(EmulatorOptions options) throws Exception {
    List<String> buckets = options.has("bucket") ? options.all("bucket") : List.of("data");
    StoredObjects objects = objects(options);
    if (options.has("data-dir")) {
      objects.mount(buckets.get(0), Path.of(options.text("data-dir").orElseThrow()));
    }
    StoreEmulator.Builder builder =
        StoreEmulator.builder(dialect.of(options))
            .objects(objects)
            .latency(latency(options))
            .addresses(options.all("address").toArray(String[]::new))
            .port(Integer.parseInt(options.text("port").orElse("0")))
            .threads(Integer.parseInt(options.text("threads").orElse("2")));
    buckets.forEach(builder::bucket);
    return builder.start();
  }

  private static StoredObjects objects(EmulatorOptions options) throws IOException {
    Optional<String> spool = options.text("spool-dir");
    return spool.isPresent()
        ? StoredObjects.spoolingTo(Path.of(spool.get()), Clock.systemUTC())
        : StoredObjects.inMemory(Clock.systemUTC());
  }

  private static LatencyModel latency(EmulatorOptions options) {
    return LatencyModel.none()
        .firstByte(
            time(options, "first-byte"), Double.parseDouble(options.text("sigma").orElse("0")))
        .newConnection(time(options, "new-connection"))
        .rates(rate(options, "connection-rate"), rate(options, "total-rate"))
        .seed(Long.parseLong(options.text("seed").orElse("0")));
  }

  private static Duration time(EmulatorOptions options, String name) {
    return Durations.parse(options.text(name).orElse("0"), "ms");
  }

  private static long rate(EmulatorOptions options, String name) {
    return DataSize.parse(options.text(name).orElse("0"));
  }
}
