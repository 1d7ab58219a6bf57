package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.local.PrivateFiles;
import io.github.seekwell.core.local.Slot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One directory with its segments and their bounds.
 *
 * <p>Belongs to the tier's background thread; others may ask for {@link #bypass}, {@link #isUsable}
 * and {@link #fail} only.
 */
final class TierDirectory {
  /** What executors that never came back have left is deleted after this time. */
  private static final Duration ABANDONED = Duration.ofDays(7);

  /** The same where the disk is all but full; an executor that died is back before that. */
  private static final Duration ABANDONED_IF_CROWDED = Duration.ofMinutes(15);

  /** How often we show that we have not abandoned ours. */
  private static final long TOUCH_NANOS = 60_000_000_000L;

  private static final Pattern SEGMENT = Pattern.compile("segment-([0-9a-f]{16})");

  private final Path base;
  private final Volume volume;
  private final Layout layout;
  private final LongUnaryOperator minFree;
  private final long segmentBytes;
  private final Bypass bypass = new Bypass();
  private final AtomicBoolean failed = new AtomicBoolean();
  private final List<Segment> segments = new ArrayList<>();

  private @Nullable Slot slot;
  private @Nullable Segment active;
  private long nextId;
  private long used;
  private long room;
  private long usable;
  private long reserve;
  private long nextTouch;
  private boolean resting;
  private long restUntil;

  /**
   * @param base what the user named
   * @param minFree bytes to leave free on a file system of so many bytes
   * @param segmentBytes a file that has reached this is not appended to
   */
  TierDirectory(
      Path base, Volume volume, Layout layout, LongUnaryOperator minFree, long segmentBytes) {
    this.base = base;
    this.volume = volume;
    this.layout = layout;
    this.minFree = minFree;
    this.segmentBytes = segmentBytes;
  }

  Bypass bypass() {
    return bypass;
  }

  /** Whether it has not failed. */
  boolean isUsable() {
    return !failed.get();
  }

  /** Whether it has been opened and has not failed. */
  boolean isOpen() {
    return slot != null && isUsable();
  }

  /** It is used no more. True for the first who says so. */
  boolean fail() {
    return failed.compareAndSet(false, true);
  }

  /**
   * Takes a place in the directory and puts into the catalogue what an earlier process left there,
   * the youngest first, as far as it is sound and there is room.
   */
  void open(Catalogue catalogue, long wanted, long now) throws IOException {
    room = wanted;
    Files.createDirectories(base);
    Path home = home();
    Slot taken = Slot.takeFirst(home);
    slot = taken;
    nextTouch = now + TOUCH_NANOS;
    reserve = minFree.applyAsLong(volume.total(base));
    Slot.visitAbandoned(home, Instant.now().minus(ABANDONED), this::clear);
    List<Long> ids = ids(taken.directory());
    ids.sort(Collections.reverseOrder());
    nextId = ids.isEmpty() ? 1 : ids.get(0) + 1;
    for (long id : ids) {
      Path file = file(taken.directory(), id);
      if (used + Files.size(file) > room || catalogue.isFull()) {
        volume.delete(file);
      } else {
        reopen(catalogue, id, file);
      }
    }
    Collections.reverse(segments);
    if (!segments.isEmpty()) {
      Segment youngest = segments.get(segments.size() - 1);
      active = youngest.file().size() < segmentBytes ? youngest : null;
    }
    measure(now);
  }

  private void reopen(Catalogue catalogue, long id, Path file) throws IOException {
    // The runs can be told only once there is a segment to tell them of.
    List<Layout.Head> heads = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    SegmentFile opened =
        SegmentFile.reopen(
            volume,
            file,
            id,
            layout,
            (head, offset) -> {
              heads.add(head);
              offsets.add(offset);
            });
    if (opened == null) {
      return;
    }
    Segment segment = new Segment(opened, this, true);
    for (int i = 0; i < heads.size(); i++) {
      Layout.Head head = heads.get(i);
      catalogue.add(new Run(head.object(), head.first(), head.count(), segment, offsets.get(i), 0));
    }
    segments.add(segment);
    used += opened.size();
  }

  /**
   * Looks at the file system again.
   *
   * @throws IOException if it cannot be seen, or our place in it is gone
   */
  void measure(long now) throws IOException {
    Slot ours = slot;
    if (ours == null || !ours.isThere()) {
      throw new IOException("our place in it is gone");
    }
    if (now - nextTouch >= 0) {
      nextTouch = now + TOUCH_NANOS;
      ours.touch();
    }
    usable = volume.usable(ours.directory());
  }

  /** It may have grown or shrunk. */
  void resize(long wanted) {
    room = wanted;
  }

  /** Whether so many bytes may be written. */
  boolean hasRoom(long bytes) {
    return used + bytes <= room && usable - bytes >= reserve;
  }

  /** Whether something must go, because the room shrank or somebody else fills the disk. */
  boolean isOverfull() {
    return used > room || usable < reserve;
  }

  /** Whether the disk, whoever fills it, has no room for much more. */
  boolean isCrowded() {
    return usable < reserve + segmentBytes;
  }

  /** Deletes what processes have left that are not running, to give the disk room. */
  void clearAbandoned() throws IOException {
    Slot.visitAbandoned(home(), Instant.now().minus(ABANDONED_IF_CROWDED), this::clear);
  }

  /**
   * The segment that takes a run of so many bytes next.
   *
   * @throws IOException if a new one is needed and cannot be made
   */
  Segment segmentFor(long bytes) throws IOException {
    Segment segment = active;
    return segment != null && segment.file().size() + bytes <= segmentBytes
        ? segment
        : newSegment();
  }

  /**
   * Appends a run to the segment that {@link #segmentFor} named.
   *
   * @return where its frames begin
   */
  long append(Segment segment, ByteBuffer run) throws IOException {
    int length = run.remaining();
    try {
      long frames = segment.file().append(run);
      used += length;
      usable -= length;
      return frames;
    } catch (IOException e) {
      // What stands behind its end now is not known, so nothing may follow.
      active = null;
      throw e;
    }
  }

  /** Is not written to until then; whatever kept it from being written may pass. */
  void rest(long until) {
    resting = true;
    restUntil = until;
  }

  /** Whether it may be written to. */
  boolean isWritable(long now) {
    resting = resting && now - restUntil < 0;
    return isOpen() && !resting && !bypass.isOn();
  }

  private Segment newSegment() throws IOException {
    active = null;
    Slot ours = slot;
    if (ours == null) {
      throw new IOException("it is not open");
    }
    long id = nextId++;
    SegmentFile made = SegmentFile.create(volume, file(ours.directory(), id), id, layout);
    Segment segment = new Segment(made, this, false);
    segments.add(segment);
    used += made.size();
    active = segment;
    return segment;
  }

  /** Deletes a segment that is in the catalogue no more. */
  void delete(Segment segment) throws IOException {
    segments.remove(segment);
    if (active == segment) {
      active = null;
    }
    used -= segment.file().size();
    usable += segment.file().size();
    segment.file().retire();
  }

  List<Segment> segments() {
    return segments;
  }

  /** Leaves everything for the next process. */
  void close() throws IOException {
    IOException failure = null;
    for (Segment segment : segments) {
      try {
        segment.file().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    segments.clear();
    active = null;
    used = 0;
    if (slot != null) {
      slot.close();
      slot = null;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Path home() {
    return PrivateFiles.home(base, "seekwell");
  }

  private static Path file(Path directory, long id) {
    return directory.resolve(String.format(Locale.ROOT, "segment-%016x", id));
  }

  private void clear(Path directory) throws IOException {
    for (long id : ids(directory)) {
      volume.delete(file(directory, id));
    }
  }

  private static List<Long> ids(Path directory) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "segment-*")) {
      for (Path file : files) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        if (name.matches()) {
          ids.add(Long.parseUnsignedLong(name.group(1), 16));
        }
      }
    }
    return ids;
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
