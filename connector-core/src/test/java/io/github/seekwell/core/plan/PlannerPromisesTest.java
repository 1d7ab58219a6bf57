package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.ReadSimulator;
import io.github.seekwell.core.testing.ReadSimulator.Cost;
import io.github.seekwell.core.testing.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the planner promises, in the simulator: for recorded traces, and for thousands made up. */
class PlannerPromisesTest {
  private static final int BLOCK = 8 << 10;
  private static final long MIB = 1 << 20;
  private static final double CEILING = 6;
  private static final int TRACES = 3000;

  /** 1 MiB for the object, 6 MiB for a place, 8 MiB for a scan, and the GET that opened it. */
  private static final long ADVANCES = 15 * MIB + (128 << 10);

  @Test
  void recordedTraces_costNoMoreRequestsThanTheNaiveReaders() {
    assertThat(play(AccessTrace.resource("root-laurelin101-columns-nano-200m")).requests())
        .isLessThan(380);
    assertThat(play(AccessTrace.resource("root-root4j-hzz-x100")).requests()).isLessThan(306);
    assertThat(play(AccessTrace.resource("tfrecord-spark42")).requests()).isLessThan(20);
  }

  @Test
  void bytes_stayBelowTheCeilingAndTheAdvances() {
    forAll(
        trace -> {
          Cost cost = play(trace);
          double allowed = CEILING * cost.wanted() + ADVANCES;
          assertThat((double) cost.fetched()).as(trace.name()).isLessThanOrEqualTo(allowed);
        });
  }

  @Test
  void time_isAtMostTwiceThatOfTheBetterOfAlwaysWholeAndNeverWhole() {
    forAll(
        trace -> {
          long best = Math.min(never(trace).nanos(), whole(trace).nanos());
          // One request more: nobody can tell before the first miss.
          long allowed = 2 * best + Pace.DEFAULT.firstByteNanos();
          assertThat(play(trace).nanos()).as(trace.name()).isLessThanOrEqualTo(allowed);
        });
  }

  /** A row that breaks off leaves requests behind that nobody needed; others save many more. */
  @Test
  void requests_areFewerThanTheNaiveReadersInSumAndNeverManyMore() {
    AtomicLong naive = new AtomicLong();
    AtomicLong ours = new AtomicLong();
    forAll(
        trace -> {
          long reads = 1 + trace.calls().size();
          long requests = play(trace).requests();
          assertThat(requests).as(trace.name()).isLessThanOrEqualTo(reads * 5 / 2);
          naive.addAndGet(reads);
          ours.addAndGet(requests);
        });
    assertThat(ours.get()).isLessThan(naive.get() / 2);
  }

  private static Cost play(AccessTrace trace) {
    return simulator(32 * MIB).play(trace);
  }

  /** Nothing but what is demanded. */
  private static Cost never(AccessTrace trace) {
    return simulator(0).play(trace);
  }

  /** The whole object, in requests side by side, as soon as the ceiling lets anybody do that. */
  private static Cost whole(AccessTrace trace) {
    return simulator(0).playWhole(trace, CEILING, MIB);
  }

  private static ReadSimulator simulator(long lookAhead) {
    return new ReadSimulator(
        new ReadPlanner(BLOCK, lookAhead, CEILING), Pace.DEFAULT, 32, 5_000_000);
  }

  private static void forAll(Consumer<AccessTrace> promise) {
    for (int seed = 0; seed < TRACES; seed++) {
      promise.accept(trace(seed));
    }
  }

  /** Up to five stretches of reading, each in a manner of its own, on an object of any size. */
  private static AccessTrace trace(int seed) {
    SeededRandom random = SeededRandom.of(seed);
    long size = (1L << random.between(17, 27)) + random.below(100_000);
    List<Call> calls = new ArrayList<>();
    int stretches = random.between(1, 5);
    for (int i = 0; i < stretches; i++) {
      stretch(random, size, calls);
    }
    return new AccessTrace("seed " + seed, size, calls);
  }

  private static void stretch(SeededRandom random, long size, List<Call> calls) {
    int length = 1 << random.between(6, 18);
    int count = random.between(1, 80);
    long begin = random.below(size);
    switch (random.below(6)) {
      case 0 -> walk(calls, size, begin, count, length, length);
      case 1 -> walk(calls, size, begin, count, length, -length);
      case 2 -> walk(calls, size, begin, count, length, length * (long) random.between(2, 40));
      case 3 -> {
        long at = begin;
        for (int i = 0; i < count; i++) {
          read(calls, size, at, length);
          at += length + random.below(128 << 10);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          read(calls, size, random.below(size), length);
        }
      }
      default -> {
        // A place of which parts are read in any order.
        long place = 1L << random.between(16, 24);
        for (int i = 0; i < count; i++) {
          read(calls, size, begin + random.below((int) place), length);
        }
      }
    }
  }

  private static void walk(
      List<Call> calls, long size, long begin, int count, int length, long step) {
    for (int i = 0; i < count; i++) {
      read(calls, size, begin + i * step, length);
    }
  }

  private static void read(List<Call> calls, long size, long at, int length) {
    if (at >= 0 && at < size) {
      calls.add(Call.pread(at, (int) Math.min(length, size - at)));
    }
  }
}
