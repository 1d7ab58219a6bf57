package io.github.seekwell.core.read;

import io.github.seekwell.core.block.LatestVersions;
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
import io.github.seekwell.core.store.layer.ForwardingStore;
import java.util.List;

/**
 * Forgets the latest versions of what is written, deleted or renamed through it, whatever comes of
 * that (an answer may be lost), and of what turns out to be another version: whoever opens it
 * afterwards asks the store, however long versions are trusted.
 */
public final class VersionForgettingStore extends ForwardingStore {
  private final LatestVersions latest;

  public VersionForgettingStore(ObjectStore inner, LatestVersions latest) {
    super(inner);
    this.latest = latest;
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    try {
      return super.get(key, range, etag, body, context);
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.CHANGED || e.kind() == ErrorKind.NOT_FOUND) {
        latest.forget(key);
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
      latest.forget(key);
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
      latest.forget(upload.key());
    }
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    try {
      super.delete(key, context);
    } finally {
      latest.forget(key);
    }
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    try {
      return super.deleteAll(keys, context);
    } finally {
      keys.forEach(latest::forget);
    }
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    try {
      super.rename(from, to, condition, context);
    } finally {
      latest.forget(from);
      latest.forget(to);
    }
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    try {
      return super.copy(source, to, condition, context);
    } finally {
      latest.forget(to);
    }
  }

  @Override
  public String toString() {
    return "VersionForgetting(" + inner() + ")";
  }
}
