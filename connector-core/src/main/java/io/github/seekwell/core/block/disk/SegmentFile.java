package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.disk.Layout.Head;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of runs: appended to by one thread, read by any, never changed, deleted as a whole.
 *
 * <p>Nothing is forced to the disk: what a crash of the machine loses or mixes up fails its
 * checksum.
 */
final class SegmentFile implements Closeable {
  private final Volume volume;
  private final Path file;
  private final long id;
  private final Layout layout;
  private final Volume.Content content;

  // Belongs to the writing thread.
  private long end;

  private volatile boolean retired;

  private SegmentFile(
      Volume volume, Path file, long id, Layout layout, Volume.Content content, long end) {
    this.volume = volume;
    this.file = file;
    this.id = id;
    this.layout = layout;
    this.content = content;
    this.end = end;
  }

  /** Is told where the frames of a run begin. */
  interface Visitor {
    void run(Head head, long offset);
  }

  static SegmentFile create(Volume volume, Path file, long id, Layout layout) throws IOException {
    Volume.Content content = volume.open(file);
    try {
      content.truncate(0);
      content.write(layout.fileHead(id), 0);
      return new SegmentFile(volume, file, id, layout, content, Layout.FILE_HEAD);
    } catch (IOException e) {
      closeQuietly(content, e);
      volume.delete(file);
      throw e;
    }
  }

  /**
   * Opens what another process left. A file that is not of this layout is deleted, as is an empty
   * one.
   *
   * @param visitor sees every run whose head is sound, in the order they were written
   * @return what to read and, if it is the youngest, to append to; its torn end is cut off. Null if
   *     there was nothing in it
   */
  static @Nullable SegmentFile reopen(
      Volume volume, Path file, long id, Layout layout, Visitor visitor) throws IOException {
    Volume.Content content = volume.open(file);
    try {
      ByteBuffer fileHead = ByteBuffer.allocate(Layout.FILE_HEAD);
      boolean ours = content.read(fileHead, 0) && layout.isFileHead(fileHead.flip(), id);
      long end = ours ? scan(content, id, layout, visitor) : 0;
      if (end <= Layout.FILE_HEAD) {
        content.close();
        volume.delete(file);
        return null;
      }
      if (end < content.size()) {
        content.truncate(end);
      }
      return new SegmentFile(volume, file, id, layout, content, end);
    } catch (IOException e) {
      closeQuietly(content, e);
      throw e;
    }
  }

  /** Where the sound runs end. */
  private static long scan(Volume.Content content, long id, Layout layout, Visitor visitor)
      throws IOException {
    long size = content.size();
    long at = Layout.FILE_HEAD;
    while (at + Layout.RUN_HEAD <= size) {
      ByteBuffer buffer = ByteBuffer.allocate(Layout.RUN_HEAD);
      Head head = content.read(buffer, at) ? layout.readHead(buffer.flip(), id) : null;
      if (head == null || head.bytes() > size - at - Layout.RUN_HEAD) {
        break;
      }
      visitor.run(head, at + Layout.RUN_HEAD);
      at += Layout.RUN_HEAD + head.bytes();
    }
    return at;
  }

  long id() {
    return id;
  }

  /** Bytes in the file. */
  long size() {
    return end;
  }

  /**
   * Appends a run; on the writing thread only.
   *
   * @param run head and frames
   * @return where its frames begin
   * @throws IOException if it was not written; what was written of it is cut off
   */
  long append(ByteBuffer run) throws IOException {
    long start = end;
    int length = run.remaining();
    try {
      content.write(run, start);
    } catch (IOException e) {
      try {
        content.truncate(start);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    end = start + length;
    return start + Layout.RUN_HEAD;
  }

  /**
   * Fills the buffer.
   *
   * @return false if the file is shorter than it should be
   * @throws IOException if the disk fails, or the file was {@link #retire retired} meanwhile
   */
  boolean read(long offset, ByteBuffer into) throws IOException {
    return content.read(into, offset);
  }

  /** Deletes it. Whoever is reading it fails. */
  void retire() throws IOException {
    retired = true;
    try {
      content.close();
    } finally {
      volume.delete(file);
    }
  }

  /** Whether it is closed or gone on purpose, so that a failure to read it means nothing. */
  boolean isRetired() {
    return retired;
  }

  /** Leaves the file where it is, for the next process. */
  @Override
  public void close() throws IOException {
    retired = true;
    content.close();
  }

  private static void closeQuietly(Volume.Content content, IOException reason) {
    try {
      content.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return file + " (" + layout.blockSize() + ", " + end + " bytes)";
  }
}
