package io.github.seekwell.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of an object readers have come for, which were asked for in hope, and why: a bit
 * each, in pages of {@link #PAGE} blocks. So each reason to hope has an account of its own: what it
 * has cost, and what of that somebody came for. The pages used last are kept, so a large object
 * costs no more than a middling one.
 */
final class Ledger {
  /** Blocks of a page: no region is larger. */
  static final int PAGE = 4096;

  /** 64 pages of 2.5 KiB; with blocks of 8 KiB they cover 2 GiB. */
  private static final int MAX_PAGES = 64;

  private static final int WORDS = PAGE / Long.SIZE;

  /** Why something is fetched that nobody has asked for. */
  enum Reason {
    /** A run or a sweep goes on. */
    RUN,
    /** What lies round a miss, or between misses. */
    PLACE,
    /** A region of which half has been read. */
    DENSE,
    /** Runs come back. */
    ROW
  }

  private static final Reason[] REASONS = Reason.values();

  private static final class Page {
    final long[] wanted = new long[WORDS];
    final long[][] hoped = new long[REASONS.length][WORDS];

    long known(int word) {
      long known = wanted[word];
      for (long[] reason : hoped) {
        known |= reason[word];
      }
      return known;
    }
  }

  private final Map<Long, Page> pages =
      new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Page> eldest) {
          return size() > MAX_PAGES;
        }
      };

  private final long[] spent = new long[REASONS.length];
  private final long[] used = new long[REASONS.length];

  /** Somebody comes for these blocks; tells how many of them nobody had come for. */
  long want(BlockSpan span) {
    long fresh = 0;
    Page page = null;
    for (long block = span.first(); block < span.end(); block = nextWord(block)) {
      page = page == null || block % PAGE == 0 ? page(block) : page;
      int word = word(block);
      long news = mask(block, span.end()) & ~page.wanted[word];
      page.wanted[word] |= news;
      fresh += Long.bitCount(news);
      for (int reason = 0; reason < REASONS.length && news != 0; reason++) {
        used[reason] += Long.bitCount(news & page.hoped[reason][word]);
      }
    }
    return fresh;
  }

  /**
   * These blocks are asked for, for that reason, save those that were wanted or hoped for before.
   */
  void hope(Reason reason, BlockSpan span) {
    Page page = null;
    for (long block = span.first(); block < span.end(); block = nextWord(block)) {
      page = page == null || block % PAGE == 0 ? page(block) : page;
      int word = word(block);
      long news = mask(block, span.end()) & ~page.known(word);
      page.hoped[reason.ordinal()][word] |= news;
      spent[reason.ordinal()] += Long.bitCount(news);
    }
  }

  /** How many blocks of a span were wanted. */
  long wanted(BlockSpan span) {
    long wanted = 0;
    Page page = pages.get(span.first() / PAGE);
    for (long block = span.first(); block < span.end(); block = nextWord(block)) {
      page = block % PAGE == 0 ? pages.get(block / PAGE) : page;
      if (page != null) {
        wanted += Long.bitCount(page.wanted[word(block)] & mask(block, span.end()));
      }
    }
    return wanted;
  }

  /** How many blocks of a span were neither wanted nor hoped for. */
  long unknown(BlockSpan span) {
    long unknown = 0;
    Page page = pages.get(span.first() / PAGE);
    for (long block = span.first(); block < span.end(); block = nextWord(block)) {
      page = block % PAGE == 0 ? pages.get(block / PAGE) : page;
      long mask = mask(block, span.end());
      unknown += Long.bitCount(page == null ? mask : mask & ~page.known(word(block)));
    }
    return unknown;
  }

  /**
   * How many more blocks may be asked for, for that reason, if so many are allowed for each that
   * somebody came for, and {@code advance} before that.
   */
  long left(Reason reason, double ceiling, long advance) {
    double earned = ceiling * used[reason.ordinal()] + advance;
    return Math.max(0, (long) earned - spent[reason.ordinal()]);
  }

  /**
   * How many blocks of an aligned region were wanted.
   *
   * @param first a multiple of {@code length}
   * @param length a power of two, {@link #PAGE} at most
   */
  int wanted(long first, int length) {
    Page page = peek(first);
    if (page == null) {
      return 0;
    }
    int word = word(first);
    if (length < Long.SIZE) {
      return Long.bitCount(page.wanted[word] & mask(first, first + length));
    }
    int count = 0;
    for (int i = 0; i < length / Long.SIZE; i++) {
      count += Long.bitCount(page.wanted[word + i]);
    }
    return count;
  }

  /**
   * In how many pieces they lie.
   *
   * @param length as above, and at least {@link Long#SIZE}
   */
  int pieces(long first, int length) {
    Page page = peek(first);
    if (page == null) {
      return 0;
    }
    int word = word(first);
    int pieces = 0;
    for (int i = 0; i < length / Long.SIZE; i++) {
      long bits = page.wanted[word + i];
      pieces += Long.bitCount(bits & ~(bits << 1));
    }
    return pieces;
  }

  private @Nullable Page peek(long block) {
    return block < 0 ? null : pages.get(block / PAGE);
  }

  private Page page(long block) {
    return pages.computeIfAbsent(block / PAGE, number -> new Page());
  }

  private static int word(long block) {
    return (int) (block % PAGE) / Long.SIZE;
  }

  private static long nextWord(long block) {
    return (block / Long.SIZE + 1) * Long.SIZE;
  }

  /** The bits from {@code block} on within its word, up to {@code end}. */
  private static long mask(long block, long end) {
    int from = (int) (block % Long.SIZE);
    long count = Math.min(end - block, Long.SIZE - from);
    return count == Long.SIZE ? -1L : ((1L << count) - 1) << from;
  }
}
