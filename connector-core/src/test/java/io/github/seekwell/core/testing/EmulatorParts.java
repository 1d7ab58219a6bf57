package io.github.seekwell.core.testing;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of an emulator share. */
final class EmulatorParts {
  final Dialect dialect;
  final StoredObjects objects;
  final LatencyModel latency;
  final LatencyModel.Sampler sampler;
  final Bandwidth incoming;
  final Bandwidth outgoing;
  final RequestLog log;
  final Script script = new Script();
  final AdminDoor admin;

  /** Rings within a tenth of a millisecond; Netty's loops wait in whole milliseconds. */
  final ScheduledExecutorService alarms = alarms();

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();

  EmulatorParts(Dialect dialect, StoredObjects objects, LatencyModel latency, RequestLog log) {
    this.dialect = dialect;
    this.objects = objects;
    this.latency = latency;
    this.sampler = latency.sampler();
    this.incoming = new Bandwidth(latency.totalRate());
    this.outgoing = new Bandwidth(latency.totalRate());
    this.log = log;
    this.admin = new AdminDoor(log, sampler, objects);
  }

  private static ScheduledExecutorService alarms() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "emulator-alarms");
          thread.setDaemon(true);
          return thread;
        });
  }

  String nextRequestId() {
    return "emulator-%08x".formatted(requests.incrementAndGet());
  }

  long nextConnection() {
    return connections.incrementAndGet();
  }
}
