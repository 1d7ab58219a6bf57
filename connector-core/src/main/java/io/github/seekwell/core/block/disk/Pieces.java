package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.block.SecondTier.StorePace;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring blocks as pieces that are here or the store's, with few requests: what is here
 * between two pieces of the store's is left to the store, if reading through it costs less time
 * than a second request.
 */
final class Pieces {
  private final ObjectVersion object;
  private final Layout layout;
  private final StorePace pace;
  private final List<Span> spans = new ArrayList<>(3);
  private int here;

  private record Span(int count, boolean here) {}

  Pieces(ObjectVersion object, Layout layout, StorePace pace) {
    this.object = object;
    this.layout = layout;
    this.pace = pace;
  }

  void add(int count, boolean isHere) {
    if (count == 0) {
      return;
    }
    here += isHere ? count : 0;
    int last = spans.size() - 1;
    if (last >= 0 && spans.get(last).here() == isHere) {
      spans.set(last, new Span(spans.get(last).count() + count, isHere));
    } else if (!isHere && last >= 1 && isReadThrough(spans.get(last).count())) {
      int island = spans.remove(last).count();
      spans.set(last - 1, new Span(spans.get(last - 1).count() + island + count, false));
    } else {
      spans.add(new Span(count, isHere));
    }
  }

  /** Blocks that are here, whether or not they are left to the store. */
  int here() {
    return here;
  }

  List<Piece> from(long first) {
    List<Piece> pieces = new ArrayList<>(spans.size());
    long at = first;
    for (Span span : spans) {
      pieces.add(new Piece(at, span.count(), span.here()));
      at += span.count();
    }
    return pieces;
  }

  private boolean isReadThrough(int blocks) {
    long request = pace.nanos(object, 0);
    long with = pace.nanos(object, (long) blocks * layout.blockSize());
    return with - request < request;
  }
}
