package io.github.seekwell.core.plan;

import io.github.seekwell.core.store.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How runs have followed one another, and which will follow next: strides, columns read chunk by
 * chunk, the branches of one cluster after another.
 *
 * <p>The distances between the beginnings of the last runs are looked for in the past, as a data
 * compressor looks for a repeated string. Where they stood before, the runs that followed there are
 * expected to follow here, moved by the same distance; a constant stride is the row that repeats
 * with every run. This is the delta correlation of processor caches (K. J. Nesbit and J. E. Smith,
 * "Data Cache Prefetching Using a Global History Buffer", HPCA 2004), with two changes: runs
 * instead of single accesses, and distances that may differ a little, since baskets and pages of
 * real files do.
 *
 * <p>How far to look ahead grows with the row of expectations that came true, so a wrong guess
 * costs little and a right one soon keeps all connections busy.
 *
 * <p>Mutable; belongs to an {@link AccessHistory}.
 */
final class Recurrence {
  /** Runs remembered, and so the longest row that is recognised. Seven hundred bytes a hundred. */
  static final int KEPT = 256;

  /** Distances compared at most: a longer context never changed a choice on our traces. */
  private static final int CONTEXT = 8;

  /**
   * Distances that must agree with earlier ones, unless it is the last one with the one before, or
   * a single one that has come back {@link #OFTEN}.
   */
  private static final int EVIDENCE = 2;

  private static final int OFTEN = 3;

  /** Expectations that may be in vain before anybody doubts: some rows must be tried. */
  private static final int DOUBT = 16;

  /**
   * Distances that differ by a thirty-second are the same to us: clusters are about that equal. So
   * are those that differ by half of the run they lead to, of which half would come then: chunks of
   * a column that are near each other.
   */
  private static final int LIKENESS = 32;

  private static final long LEAST_LIKENESS = 64;

  /**
   * A beginning may be missed by this much and still be called expected, or by half of what is
   * expected there if that is longer: what is fetched on both sides to be sure is then no more than
   * what it is for.
   */
  private static final long SLACK = 32 << 10;

  /** Neighbours are joined to one request while the bytes between them stay below twice theirs. */
  private static final double JOIN_UP_TO = 3;

  /** Runs expected at a time. */
  private static final int MAX_EXPECTED = 256;

  private final Runs runs = new Runs();
  private final List<Expected> expected = new ArrayList<>();
  private int lag;
  private int streak;
  private long slack;
  private long cameTrue;
  private long inVain;

  // Where everything up to an edge was asked for, and not the runs expected alone: bytes a run.
  private long stride;
  private long edge;

  /** The last runs, by age: 0 is the newest. */
  private static final class Runs {
    private Run[] ring = new Run[8];
    private int size;
    private int newest = -1;

    void add(Run run) {
      if (size == ring.length && size < KEPT) {
        grow();
      }
      newest = (newest + 1) % ring.length;
      ring[newest] = run;
      size = Math.min(size + 1, ring.length);
    }

    /** By age: 0 is the newest. */
    Run get(int age) {
      return ring[(newest - age + ring.length) % ring.length];
    }

    /** From the beginning of the run before to that of this one. */
    long distance(int age) {
      return get(age).begin() - get(age + 1).begin();
    }

    int size() {
      return size;
    }

    private void grow() {
      Run[] larger = new Run[ring.length * 2];
      for (int age = 0; age < size; age++) {
        larger[size - 1 - age] = get(age);
      }
      newest = size - 1;
      ring = larger;
    }
  }

  /** A run that will probably begin there. */
  private record Expected(long begin, long length) {}

  /**
   * What to spend.
   *
   * @param breakEven bytes that take as long as one more request
   * @param ceiling bytes fetched ÷ bytes wanted
   * @param credit bytes that may be asked for in hope
   * @param through what holds where strides are so short that all is read through
   */
  record Terms(long size, long breakEven, double ceiling, long credit, Through through) {}

  /**
   * What to spend on reading through.
   *
   * @param credit bytes that may be asked for in hope
   * @param window bytes that may be ahead of the newest run
   * @param scan bytes to run ahead at once; 0 if the object has not shown enough of a scan
   */
  record Through(long credit, long window, long scan) {}

  /**
   * The median length of the runs that are over and reached three quarters of {@code length}; -1 if
   * there is none.
   *
   * @param tick how many reads the object has seen
   */
  long usualLength(long length, long tick) {
    long[] reached = new long[16];
    int count = 0;
    for (int age = 1; age < runs.size() && age <= reached.length; age++) {
      Run past = runs.get(age);
      // A run that is a little longer than any before it is probably as over as they were.
      if (past.length() >= length - length / 4 && past.isOver(tick)) {
        reached[count++] = past.length();
      }
    }
    if (count == 0) {
      return -1;
    }
    Arrays.sort(reached, 0, count);
    return reached[count / 2];
  }

  /** Whether the runs foreseen last stand so near one another that all between them is read. */
  boolean isThrough() {
    return stride > 0;
  }

  /** How many bytes readers have walked as foreseen where all is read through. */
  long walked() {
    return streak * stride;
  }

  /** What was to be read through is not all on its way: it has to be asked for again. */
  void retreat() {
    if (isThrough()) {
      stride = 0;
      expected.clear();
    }
  }

  /** How many runs there were, up to {@link #KEPT}. */
  int runs() {
    return runs.size();
  }

  /** Notes a run that has just begun and of which nothing is to be expected. */
  void note(Run run) {
    runs.add(run);
    reach(run.begin());
  }

  /** Notes a run that has just begun; gives what to fetch for it, the soonest wanted first. */
  List<ByteRange> follow(Run run, Terms terms) {
    runs.add(run);
    long missed = reach(run.begin());
    if (missed != 0) {
      relock(missed > 0, Math.abs(missed));
    }
    return lag == 0 ? List.of() : forecast(terms);
  }

  /**
   * Drops what was expected up to this beginning.
   *
   * @return by how much the expectation missed it; negative if it was not expected at all
   */
  private long reach(long begin) {
    long near = runs.size() < 2 ? 0 : Math.abs(runs.distance(0)) / LIKENESS;
    long tolerance = Math.max(slack, Math.min(near, mostSlack()));
    for (int i = 0; i < expected.size(); i++) {
      Expected one = expected.get(i);
      if (begin >= one.begin() - tolerance && begin <= one.begin() + one.length() + tolerance) {
        expected.subList(0, i + 1).clear();
        cameTrue++;
        inVain += i;
        streak = i == 0 ? streak + 1 : Math.max(1, streak / 2);
        return Math.abs(begin - one.begin());
      }
    }
    return -1;
  }

  /** Looks for the row that explains the last distances best: the longest, then the most exact. */
  private void relock(boolean asExpected, long missed) {
    // Where rows broke off as soon as they were believed, more of them must be seen.
    boolean doubtful = inVain > 2 * cameTrue + DOUBT;
    int evidence = doubtful ? 2 * EVIDENCE : EVIDENCE;
    int best = 0;
    int bestAgreed = 0;
    long bestOff = 0;
    for (int age = 1; age + 1 < runs.size(); age++) {
      int agreed = 0;
      long off = 0;
      while (agreed < CONTEXT && age + agreed + 1 < runs.size() && areAlike(agreed, age + agreed)) {
        off = Math.max(off, Math.abs(runs.distance(agreed) - runs.distance(age + agreed)));
        agreed++;
      }
      boolean enough =
          agreed >= evidence
              || (agreed == 1 && !doubtful && (age == 1 || (off == 0 && isFrequent())));
      if (enough && (agreed > bestAgreed || (agreed == bestAgreed && off < bestOff))) {
        best = age;
        bestAgreed = agreed;
        bestOff = off;
      }
    }
    boolean better = best != 0 && (!asExpected || (bestAgreed == CONTEXT && bestOff < slack));
    if (asExpected && !better) {
      slack = Math.min(Math.max(slack, missed), mostSlack());
      return;
    }
    if (best != lag || !asExpected) {
      inVain += expected.size();
      expected.clear();
      streak = asExpected ? Math.min(streak, bestAgreed) : 0;
    }
    lag = best;
    slack = Math.min(asExpected ? Math.max(bestOff, slack / 2) : bestOff, mostSlack());
  }

  private long mostSlack() {
    return Math.max(SLACK, runs.get(Math.min(lag, runs.size() - 1)).length() / 2);
  }

  private boolean isFrequent() {
    int seen = 0;
    for (int age = 1; age + 1 < runs.size() && seen < OFTEN; age++) {
      if (runs.distance(age) == runs.distance(0)) {
        seen++;
      }
    }
    return seen == OFTEN;
  }

  /** Whether the ways to the runs of these ages are about equally far. */
  private boolean areAlike(int newer, int older) {
    long a = runs.distance(newer);
    long b = runs.distance(older);
    if (a == 0 || b == 0 || (a > 0) != (b > 0)) {
      return a == b;
    }
    long smaller = Math.min(Math.abs(a), Math.abs(b));
    long most = Math.max(smaller / LIKENESS, runs.get(older).length() / 2);
    return Math.abs(a - b) <= Math.max(LEAST_LIKENESS, most);
  }

  private List<ByteRange> forecast(Terms terms) {
    int periods = Math.max(1, Math.min((streak + EVIDENCE) / lag, (runs.size() - 1) / lag));
    long shift = (runs.get(0).begin() - runs.get(lag * periods).begin()) / periods;
    boolean near = standNear(shift, terms);
    int wanted = aim(near, shift, periods, terms);
    if (expected.size() * 4 > wanted * 3) {
      return List.of();
    }
    boolean goesOn = near && isThrough() && !expected.isEmpty();
    stride = near ? Math.max(1, Math.abs(shift) / lag) : 0;
    if (near) {
      return through(goesOn, wanted, shift, terms);
    }
    Layout layout = new Layout(terms);
    if (expected.isEmpty()) {
      layout.add(runs.get(0).begin(), runs.get(lag).length());
    }
    expect(wanted, shift, terms, (begin, length) -> layout.add(begin - slack, length + 2 * slack));
    return layout.ranges();
  }

  /** Whether there is credit for one more run; if so, it is laid out. */
  private interface Room {
    boolean lay(long begin, long length);
  }

  /** Expects runs up to the number wanted, as long as there is room for them. */
  private void expect(int wanted, long shift, Terms terms, Room room) {
    for (int k = expected.size() + 1; k <= wanted; k++) {
      long begin = beginOf(k - lag) + shift;
      boolean within = begin >= 0 && begin < terms.size();
      long length = within ? lengthOf(k - lag) : 0;
      if (within && !room.lay(begin, length)) {
        return;
      }
      expected.add(new Expected(begin, length));
    }
  }

  /**
   * Whether the runs of a period stand so near one another, and to those of the next, that what
   * lies between is worth no more than {@link #JOIN_UP_TO} says, or the ceiling for a stride.
   */
  private boolean standNear(long shift, Terms terms) {
    long wanted = 0;
    long low = Long.MAX_VALUE;
    long high = 0;
    for (int age = 1; age <= lag; age++) {
      Run run = runs.get(age);
      wanted += run.length();
      low = Math.min(low, run.begin());
      high = Math.max(high, run.begin() + run.length());
    }
    double factor = lag == 1 ? terms.ceiling() : Math.min(JOIN_UP_TO, terms.ceiling());
    return Math.max(high - low, Math.abs(shift)) <= factor * Math.max(1, wanted);
  }

  /** One range from the edge to the last run expected. */
  private List<ByteRange> through(boolean goesOn, int wanted, long shift, Terms terms) {
    long newest = runs.get(0).begin();
    Stretch stretch = new Stretch(goesOn ? edge : newest);
    expect(
        wanted,
        shift,
        terms,
        (begin, length) -> {
          // In a period some stand before the newest.
          long first = goesOn && shift > 0 ? stretch.start : Math.max(0, begin - slack);
          long last = goesOn && shift < 0 ? stretch.end : begin + length + slack;
          return stretch.reach(first, Math.min(terms.size(), last), newest, terms.through());
        });
    edge = shift > 0 ? stretch.end : stretch.start;
    return stretch.start < stretch.end
        ? List.of(ByteRange.of(stretch.start, stretch.end))
        : List.of();
  }

  /** What is read through. */
  private static final class Stretch {
    private long start;
    private long end;

    Stretch(long from) {
      this.start = from;
      this.end = from;
    }

    /** Becomes longer; false if that is more than may be spent, or too far from the newest run. */
    boolean reach(long first, long last, long newest, Through terms) {
      long from = Math.min(start, first);
      long to = Math.max(end, last);
      if (to - from > terms.credit() || Math.max(to - newest, newest - from) > terms.window()) {
        return false;
      }
      start = from;
      end = to;
      return true;
    }
  }

  /** How many runs to expect. */
  private int aim(boolean near, long shift, int periods, Terms terms) {
    long trusted = (near ? 4L : 2L) * (streak + EVIDENCE);
    if (near) {
      trusted = Math.max(trusted, lag * terms.through().scan() / Math.max(1, Math.abs(shift)));
    }
    if (slack > 0) {
      // A mean of few distances leads astray soon.
      trusted = Math.min(trusted, 2L * periods * lag);
    }
    return (int) Math.max(4, Math.min(trusted, MAX_EXPECTED));
  }

  /** Where the run {@code k} after the newest begins; up to 0 it is known, beyond expected. */
  private long beginOf(int k) {
    return k <= 0 ? runs.get(-k).begin() : expected.get(k - 1).begin();
  }

  /** How long it will be; the newest has only just begun, so its forerunner must tell. */
  private long lengthOf(int k) {
    int known = k;
    while (known >= 0) {
      known -= lag;
    }
    return runs.get(-known).length();
  }

  /** Ranges laid out in the order they are wanted, neighbours joined. */
  private static final class Layout {
    private final Terms terms;
    private final double joinUpTo;
    private final List<ByteRange> ranges = new ArrayList<>();
    private long cost;
    private long start;
    private long end;
    private long used;

    Layout(Terms terms) {
      this.terms = terms;
      this.joinUpTo = Math.min(JOIN_UP_TO, terms.ceiling());
    }

    /** False if there is no credit for it. */
    boolean add(long from, long length) {
      long first = Math.max(0, from);
      long last = Math.min(terms.size(), from + length);
      if (first >= last) {
        return true;
      }
      long joinedStart = Math.min(start, first);
      long joinedEnd = Math.max(end, last);
      long gap = Math.max(first - end, start - last);
      boolean joins =
          used > 0
              && gap <= terms.breakEven()
              && joinedEnd - joinedStart <= joinUpTo * (used + last - first);
      long more = joinedEnd - joinedStart - (end - start);
      if (!joins || cost + more > terms.credit()) {
        joins = false;
        more = last - first;
      }
      if (cost + more > terms.credit()) {
        return false;
      }
      cost += more;
      if (joins) {
        start = joinedStart;
        end = joinedEnd;
        used += last - first;
      } else {
        finish();
        start = first;
        end = last;
        used = last - first;
      }
      return true;
    }

    List<ByteRange> ranges() {
      finish();
      return ranges;
    }

    private void finish() {
      if (used > 0) {
        ranges.add(ByteRange.of(start, end));
        used = 0;
      }
    }
  }
}
