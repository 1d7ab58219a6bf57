package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.disk.Layout.Head;
import io.github.seekwell.core.metrics.DiskEvent;
import io.github.seekwell.core.metrics.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins offered blocks to runs and finds a place for each. For one thread at a time.
 *
 * <p>A directory that cannot be written to keeps what it has and is tried again after a while: what
 * fills a disk or a quota may go away.
 */
final class RunWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

  private static final long REST_NANOS = 60_000_000_000L;

  private final Layout layout;
  private final Catalogue catalogue;
  private final List<TierDirectory> directories;
  private final ReadListener listener;
  private final LongSupplier clock;
  private final BiConsumer<TierDirectory, IOException> setAside;
  private final byte[] scratch;
  private @Nullable ByteBuffer buffer;
  private int turn;
  private boolean warned;

  /**
   * @param setAside what to do with a directory that fails
   */
  RunWriter(
      Layout layout,
      Catalogue catalogue,
      List<TierDirectory> directories,
      ReadListener listener,
      LongSupplier clock,
      BiConsumer<TierDirectory, IOException> setAside) {
    this.layout = layout;
    this.catalogue = catalogue;
    this.directories = directories;
    this.listener = listener;
    this.clock = clock;
    this.setAside = setAside;
    this.scratch = new byte[layout.blockSize()];
  }

  /** Writes what of these is not here yet and may come in. */
  void write(List<Offer> offers) {
    Collections.sort(offers);
    for (TierDirectory directory : directories) {
      tend(directory);
    }
    List<Offer> run = new ArrayList<>();
    Offer before = null;
    for (Offer offer : offers) {
      boolean again = before != null && before.compareTo(offer) == 0;
      before = offer;
      if (again || !isWanted(offer)) {
        continue;
      }
      if (!run.isEmpty() && !isContinuedBy(run.get(run.size() - 1), offer)) {
        place(run);
        run.clear();
      }
      run.add(offer);
    }
    place(run);
  }

  /** Looks at a directory, and deletes what it has no room for any more. */
  void tend(TierDirectory directory) {
    if (!directory.isOpen()) {
      return;
    }
    try {
      long now = clock.getAsLong();
      directory.measure(now);
      if (directory.isCrowded()) {
        directory.clearAbandoned();
        directory.measure(now);
      }
      while (directory.isOverfull()) {
        Segment coldest = catalogue.coldest(directory.segments());
        if (coldest == null || !evict(coldest)) {
          break;
        }
        directory.measure(now);
      }
    } catch (IOException e) {
      setAside.accept(directory, e);
    }
  }

  /** Neighbours of one region make a run. */
  private boolean isContinuedBy(Offer last, Offer next) {
    return last.isFollowedBy(next) && next.index() % catalogue.regionBlocks() != 0;
  }

  private boolean isWanted(Offer offer) {
    return offer.block().length() == layout.length(offer.object().size(), offer.index())
        && catalogue.at(offer.object().digest(), offer.index()) == null;
  }

  private void place(List<Offer> run) {
    if (run.isEmpty()) {
      return;
    }
    long bytes = 0;
    for (Offer offer : run) {
      bytes += offer.block().length();
    }
    Offer first = run.get(0);
    long frames = bytes + (long) run.size() * Layout.FRAME_HEAD;
    Head head = new Head(first.object().digest(), first.index(), run.size(), frames);
    TierDirectory directory = directoryFor(head);
    if (directory == null) {
      return;
    }
    try {
      Segment segment = directory.segmentFor(Layout.RUN_HEAD + frames);
      long offset = directory.append(segment, encoded(head, segment.file().id(), run));
      catalogue.add(
          new Run(head.object(), head.first(), head.count(), segment, offset, catalogue.now()));
      listener.onDisk(DiskEvent.WRITTEN, run.size(), bytes);
    } catch (IOException e) {
      directory.rest(clock.getAsLong() + REST_NANOS);
      listener.onDisk(DiskEvent.DROPPED, run.size(), bytes);
      if (!warned) {
        warned = true;
        LOG.warn("Writing blocks to {} fails, is tried again later: {}", directory, e.toString());
      }
    }
  }

  private ByteBuffer encoded(Head head, long segment, List<Offer> run) {
    ByteBuffer to = buffer;
    if (to == null) {
      to = ByteBuffer.allocateDirect(Math.toIntExact(layout.runBytes(catalogue.regionBlocks())));
      buffer = to;
    }
    layout.putHead(to.clear(), head, segment);
    for (Offer offer : run) {
      int length = offer.block().length();
      if (!offer.block().copy(offer.block().start(), scratch, 0, length)) {
        throw new IllegalStateException("block " + offer.index() + " was not held");
      }
      ByteBuffer bytes = ByteBuffer.wrap(scratch, 0, length);
      to.putInt(Layout.frameCrc(head.object(), offer.index(), bytes));
      to.put(scratch, 0, length);
    }
    return to.flip();
  }

  /** Where a run may go; null if nowhere, which has been told. */
  private @Nullable TierDirectory directoryFor(Head head) {
    long bytes = Layout.RUN_HEAD + Layout.FILE_HEAD + head.bytes();
    long now = clock.getAsLong();
    List<Segment> replaceable = new ArrayList<>();
    boolean full = catalogue.isFull();
    boolean writable = false;
    for (int i = 0; i < directories.size(); i++) {
      TierDirectory directory = directories.get((turn + i) % directories.size());
      if (!directory.isWritable(now)) {
        continue;
      }
      if (!full && directory.hasRoom(bytes)) {
        turn = (turn + i + 1) % directories.size();
        return directory;
      }
      writable = true;
      replaceable.addAll(directory.segments());
    }
    Segment victim = catalogue.coldest(replaceable);
    if (victim != null && !catalogue.admits(head.object(), head.first(), victim)) {
      listener.onDisk(DiskEvent.REFUSED, head.count(), head.bytes());
      return null;
    }
    if (victim != null && evict(victim) && victim.directory().hasRoom(bytes)) {
      return victim.directory();
    }
    listener.onDisk(writable ? DiskEvent.REFUSED : DiskEvent.DROPPED, head.count(), head.bytes());
    return null;
  }

  private boolean evict(Segment segment) {
    long blocks = catalogue.removeAll(segment);
    long bytes = segment.file().size();
    try {
      segment.directory().delete(segment);
      listener.onDisk(DiskEvent.EVICTED, blocks, bytes);
      return true;
    } catch (IOException e) {
      setAside.accept(segment.directory(), e);
      return false;
    }
  }
}
