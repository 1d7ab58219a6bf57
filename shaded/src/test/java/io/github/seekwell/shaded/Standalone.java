package io.github.seekwell.shaded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A standalone Spark master and its workers, on loopback. */
record Standalone(String url, List<Process> processes) implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  /** With one worker of two cores. */
  static Standalone start(SparkHome spark, Path folder) throws Exception {
    return start(spark, folder, HOST);
  }

  /** With a worker of two cores on each of these addresses, which Spark takes for machines. */
  static Standalone start(SparkHome spark, Path folder, String... hosts) throws Exception {
    final int port = freePort();
    final Path masterLog = folder.resolve("master.log");
    final List<Process> processes = new ArrayList<>();
    processes.add(
        spark
            .program(
                folder,
                "org.apache.spark.deploy.master.Master",
                List.of("--host", HOST, "--port", "" + port, "--webui-port", "0"))
            .start(masterLog));
    try {
      until(() -> listens(port), processes.get(0), masterLog);
      final String url = "spark://" + HOST + ":" + port;
      for (String host : hosts) {
        processes.add(0, worker(spark, folder, host, url));
      }
      return new Standalone(url, List.copyOf(processes));
    } catch (Exception e) {
      processes.forEach(Program::stop);
      throw e;
    }
  }

  private static Process worker(SparkHome spark, Path folder, String host, String url)
      throws IOException, InterruptedException {
    return spark
        .program(
            folder,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                host,
                "--webui-port",
                "0",
                "-c",
                "2",
                "-m",
                "3g",
                "-d",
                Files.createDirectories(folder.resolve("work")).toString(),
                url))
        .start(folder.resolve("worker-" + host + ".log"));
  }

  @Override
  public void close() {
    processes.forEach(Program::stop);
  }

  private static void until(BooleanSupplier condition, Process process, Path log)
      throws IOException, InterruptedException, TimeoutException {
    final long deadline = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new TimeoutException("the master did not start\n" + Files.readString(log));
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(HOST, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }
}
