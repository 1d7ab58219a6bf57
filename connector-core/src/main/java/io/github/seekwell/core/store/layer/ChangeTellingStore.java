package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells of every key whose object may be another one now: what is written, deleted or renamed
 * through it, when that has ended, whatever came of it (an answer may be lost), and what turns out
 * to be another version.
 */
public final class ChangeTellingStore extends ForwardingStore {
  private final Consumer<String> changed;

  /**
   * @param changed told of keys; safe for threads, quick, and throws nothing
   */
  public ChangeTellingStore(ObjectStore inner, Consumer<String> changed) {
    super(inner);
    this.changed = changed;
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    try {
      return super.get(key, range, etag, body, context);
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.CHANGED || e.kind() == ErrorKind.NOT_FOUND) {
        changed.accept(key);
      }
      throw e;
    }
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    try {
      return super.put(key, body, condition, context);
    } finally {
      changed.accept(key);
    }
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    try {
      return super.completeUpload(upload, parts, condition, context);
    } finally {
      changed.accept(upload.key());
    }
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    try {
      super.delete(key, context);
    } finally {
      changed.accept(key);
    }
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    try {
      return super.deleteAll(keys, context);
    } finally {
      keys.forEach(changed);
    }
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    try {
      super.rename(from, to, condition, context);
    } finally {
      changed.accept(from);
      changed.accept(to);
    }
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    try {
      return super.copy(source, to, condition, context);
    } finally {
      changed.accept(to);
    }
  }

  @Override
  public String toString() {
    return "ChangeTelling(" + inner() + ")";
  }
}
