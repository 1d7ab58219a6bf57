package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far a body has come, so that the next attempt asks for the rest only, and of the same
 * version. Used by one thread at a time.
 */
final class ResumingBody implements BodyHandler {
  private final BodyHandler body;
  private @Nullable ObjectInfo object;
  private @Nullable ByteRange wanted;
  private long next;

  ResumingBody(BodyHandler body) {
    this.body = body;
  }

  @Override
  public void begin(ObjectInfo told, ByteRange range) {
    if (!hasBegun()) {
      // The first answer, or a new start because the answers so far brought nothing to keep.
      object = told;
      wanted = range;
      next = range.start();
    }
    body.begin(told, range);
  }

  @Override
  public void accept(long position, byte[] buffer, int offset, int length) {
    body.accept(position, buffer, offset, length);
    if (position <= next) {
      next = Math.max(next, position + length);
    }
  }

  /** Whether there is something to resume: bytes, and the name of the version they are of. */
  boolean hasBegun() {
    return object != null && !object.etag().isAny() && wanted != null && next > wanted.start();
  }

  boolean isComplete() {
    return wanted != null && next >= wanted.end();
  }

  /** What the first answer told; only after one. */
  ObjectInfo object() {
    if (object == null) {
      throw new IllegalStateException("no answer yet");
    }
    return object;
  }

  Etag etag() {
    return object().etag();
  }

  /** What has not come yet; only after an answer. */
  ByteRange missing() {
    if (wanted == null) {
      throw new IllegalStateException("no answer yet");
    }
    return wanted.from(next);
  }
}
