package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.ReadPattern.Reader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is replayed. Synthetic patterns read an object of 128 MiB, the same bytes in every run; the
 * numbers in them are chosen so that what must be fetched at least is what the table of our goals
 * was made with.
 */
final class Patterns {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final long OBJECT = 128L * MIB;
  private static final int PAGE = 16 * KIB;

  private Patterns() {}

  /** All of them, in the order of the table. */
  static List<ReadPattern> all() {
    return Stream.concat(synthetic().stream(), recorded().stream()).toList();
  }

  private static List<ReadPattern> synthetic() {
    return List.of(
        sequential(),
        forward(),
        ReadPattern.of(
            "backward",
            "4 KiB reads, each before the last, 150 times",
            OBJECT,
            AccessTrace.backwardScan(150).calls(),
            80),
        rootDense(),
        rootSparse(),
        parquet("parquet", "each chunk a positioned read", false, 800),
        parquet("parquet-vectored", "the chunks of a group one vectored read", true, 250),
        randomReads(),
        zipf("zipf", "8 threads with a stream each", Tape.Mode.AT_ONCE),
        zipf("zipf-shared", "8 threads on one stream", Tape.Mode.ON_ONE_STREAM),
        smallFiles(),
        strided());
  }

  private static List<ReadPattern> recorded() {
    return List.of(
        trace("orc-spark42-task1", 220),
        trace("parquet-snappy-spark42-task1", 150),
        ReadPattern.asOpened(AccessTrace.resource("parquet-snappy-spark42-task1")),
        trace("parquet-snappy-spark35-task2", 0),
        trace("root-root4j-hzz-x100", 200),
        trace("root-laurelin101-columns-nano-200m", 2000),
        trace("root-laurelin-nano-3m", 0),
        trace("root-laurelin-hzz", 0),
        trace("tfrecord-spark42", 110),
        trace("csv-spark42-split", 0),
        ReadPattern.asOpened(AccessTrace.resource("csv-spark42-split")));
  }

  /**
   * What every JVM does before it is measured, on objects of its own: all kinds of calls, some
   * hundred requests for a client that sends one a read.
   */
  static ReadPattern warmUp() {
    List<Reader> readers = new ArrayList<>();
    long size = 8L * MIB;
    for (int object = 0; object < 4; object++) {
      SeededRandom random = SeededRandom.of(object);
      List<Call> calls = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        calls.add(Call.read(64 * KIB));
      }
      for (int i = 1; i <= 20; i++) {
        calls.add(Call.seek(size - 4L * KIB * i));
        calls.add(Call.read(4 * KIB));
      }
      for (int i = 0; i < 30; i++) {
        calls.add(Call.pread(random.below(size - 4 * KIB), 4 * KIB));
      }
      List<ByteRange> ranges = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ranges.add(ByteRange.ofLength(3L * MIB + 300L * KIB * i, 50 * KIB));
      }
      calls.add(Call.vread(ranges));
      calls.add(Call.seek(5L * MIB));
      calls.add(new Call(AccessTrace.Kind.READ_ONES, 0, 100_000));
      readers.add(new Reader(object, calls));
    }
    return new ReadPattern("warm-up", "warm-up", size, Tape.Mode.AT_ONCE, readers, 0);
  }

  private static ReadPattern trace(String name, int goalMillis) {
    return ReadPattern.of(AccessTrace.resource(name), goalMillis);
  }

  private static ReadPattern sequential() {
    Call[] calls = new Call[(int) (OBJECT / (64 * KIB))];
    Arrays.fill(calls, Call.read(64 * KIB));
    return ReadPattern.of(
        "sequential", "64 KiB reads from beginning to end", OBJECT, List.of(calls), 350);
  }

  private static ReadPattern forward() {
    SeededRandom random = SeededRandom.of(1);
    List<Call> calls = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < 150; i++) {
      calls.add(Call.seek(position));
      calls.add(Call.read(PAGE));
      position += PAGE + random.between(0, 64 * KIB);
    }
    return ReadPattern.of(
        "forward",
        "16 KiB read, then up to 64 KiB skipped, any number as likely as any other; 150 times",
        OBJECT,
        calls,
        110);
  }

  private static ReadPattern rootDense() {
    Baskets baskets = new Baskets(SeededRandom.of(2), 190, 3, 40, 9_000, 33_000);
    List<Call> calls = new ArrayList<>();
    for (int cluster = 0; cluster < 3; cluster++) {
      List<Call> read = baskets.of(cluster);
      calls.addAll(read);
      for (int i = 0; i < read.size(); i += 5) {
        calls.add(read.get(i));
      }
    }
    return ReadPattern.of(
        "root-dense",
        "ROOT-like: 3 clusters of 190 baskets of some 21 KB, one after the other; of each 40"
            + " baskets in the order the reader names its branches, then 8 of them again",
        OBJECT,
        calls,
        200);
  }

  private static ReadPattern rootSparse() {
    Baskets baskets = new Baskets(SeededRandom.of(3), 1000, 5, 20, 9_000, 34_000);
    List<Call> calls = new ArrayList<>();
    for (int cluster = 0; cluster < 5; cluster++) {
      calls.addAll(baskets.of(cluster));
    }
    return ReadPattern.of(
        "root-sparse",
        "ROOT-like: 5 clusters of 1000 baskets of some 21 KB; of each the same 20 branches'",
        OBJECT,
        calls,
        1200);
  }

  /** Clusters one after the other, in each a basket of every branch, all positioned reads. */
  private static final class Baskets {
    private static final long FIRST = MIB;

    private final int[] branches;
    private final long[][] starts;
    private final int[][] lengths;

    Baskets(SeededRandom random, int all, int clusters, int read, int shortest, int longest) {
      branches = new int[read];
      for (int i = 0; i < read; i++) {
        int branch = random.below(all);
        while (contains(branch, i)) {
          branch = random.below(all);
        }
        branches[i] = branch;
      }
      starts = new long[clusters][all];
      lengths = new int[clusters][all];
      long position = FIRST;
      for (int cluster = 0; cluster < clusters; cluster++) {
        for (int branch = 0; branch < all; branch++) {
          starts[cluster][branch] = position;
          lengths[cluster][branch] = random.between(shortest, longest);
          position += lengths[cluster][branch];
        }
      }
    }

    private boolean contains(int branch, int count) {
      return Arrays.stream(branches, 0, count).anyMatch(other -> other == branch);
    }

    List<Call> of(int cluster) {
      return Arrays.stream(branches)
          .mapToObj(branch -> Call.pread(starts[cluster][branch], lengths[cluster][branch]))
          .toList();
    }
  }

  private static ReadPattern parquet(String name, String how, boolean vectored, int goalMillis) {
    final int groups = 10;
    final int columns = 50;
    final int footer = 64 * KIB;
    SeededRandom random = SeededRandom.of(4);
    List<Call> calls = new ArrayList<>();
    calls.add(Call.pread(OBJECT - 8, 8));
    calls.add(Call.pread(OBJECT - footer, footer - 8));
    long position = 4;
    for (int group = 0; group < groups; group++) {
      List<ByteRange> chunks = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        ByteRange chunk = ByteRange.ofLength(position, random.between(240_000, 296_000));
        position = chunk.end();
        if (column == 3 || column == 11 || column == 12 || column == 27 || column == 41) {
          chunks.add(chunk);
        }
      }
      if (vectored) {
        calls.add(Call.vread(chunks));
      } else {
        chunks.forEach(chunk -> calls.add(Call.pread(chunk.start(), (int) chunk.length())));
      }
    }
    return ReadPattern.of(
        name,
        "Parquet-like: the footer, then of 10 row groups of 50 column chunks of some 270 KB each"
            + " the same 5 columns; "
            + how,
        OBJECT,
        calls,
        goalMillis);
  }

  private static ReadPattern randomReads() {
    SeededRandom random = SeededRandom.of(5);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(Call.pread(random.below(OBJECT - 4 * KIB), 4 * KIB));
    }
    return ReadPattern.of("random", "100 positioned reads of 4 KiB anywhere", OBJECT, calls, 3100);
  }

  /** The k-th hottest page is read with a weight of 1 / k to the power 1.25. */
  private static ReadPattern zipf(String name, String who, Tape.Mode mode) {
    final double exponent = 1.25;
    SeededRandom random = SeededRandom.of(6);
    int[] pages = shuffled((int) (OBJECT / PAGE), random);
    double[] upTo = new double[pages.length];
    double sum = 0;
    for (int k = 0; k < pages.length; k++) {
      sum += Math.pow(k + 1, -exponent);
      upTo[k] = sum;
    }
    List<Reader> readers = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      List<Call> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int found = Arrays.binarySearch(upTo, random.below(1L << 52) * 0x1p-52 * sum);
        int rank = Math.min(found < 0 ? -found - 1 : found, pages.length - 1);
        calls.add(Call.pread((long) pages[rank] * PAGE, PAGE));
      }
      readers.add(new Reader(0, calls));
    }
    return new ReadPattern(
        name,
        "60 positioned reads a thread of pages of 16 KiB, some hot, most cold (Zipf); " + who,
        OBJECT,
        mode,
        readers,
        600);
  }

  private static int[] shuffled(int count, SeededRandom random) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.between(0, i);
      numbers[i] = numbers[other];
      numbers[other] = i;
    }
    return numbers;
  }

  private static ReadPattern smallFiles() {
    List<Reader> readers = new ArrayList<>();
    for (int object = 0; object < 60; object++) {
      readers.add(new Reader(object, List.of(Call.read(64 * KIB))));
    }
    return new ReadPattern(
        "small-files",
        "60 objects of 64 KiB, each opened and read once, one after the other",
        64 * KIB,
        Tape.Mode.IN_TURN,
        readers,
        1900);
  }

  private static ReadPattern strided() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(Call.seek(512L * KIB * i));
      calls.add(Call.read(64 * KIB));
    }
    return ReadPattern.of("strided", "64 KiB of every 512 KiB, 100 times", OBJECT, calls, 200);
  }
}
