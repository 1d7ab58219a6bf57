package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes everything on and keeps what was asked, in the order in which it was asked. Safe for any
 * number of threads.
 */
public final class RecordingStore implements ObjectStore {
  private final ObjectStore inner;

  private final Object lock = new Object();
  // Guarded by lock.
  private final List<Call> calls = new ArrayList<>();
  private int closings;

  /**
   * One request.
   *
   * @param method which method of {@link ObjectStore} was called
   * @param operation what was asked; a tail is a {@link Operation#GET} too
   * @param subject key or prefix; of a batch the first key
   * @param arguments all but the context, in order
   * @param context as it came
   */
  public record Call(
      String method,
      Operation operation,
      String subject,
      List<Object> arguments,
      RequestContext context) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  public RecordingStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** Everything asked so far. */
  public List<Call> calls() {
    synchronized (lock) {
      return List.copyOf(calls);
    }
  }

  /** The ranges asked for by {@link #get}, in the order in which they were asked. */
  public List<ByteRange> gets() {
    List<ByteRange> ranges = new ArrayList<>();
    for (Call call : calls()) {
      if (call.operation() == Operation.GET && call.arguments().get(1) instanceof ByteRange range) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** The lengths asked for by {@link #getFirst}. */
  public List<Long> firsts() {
    return lengths("getFirst");
  }

  /** The lengths asked for by {@link #getTail}. */
  public List<Long> tails() {
    return lengths("getTail");
  }

  private List<Long> lengths(String method) {
    List<Long> lengths = new ArrayList<>();
    for (Call call : calls()) {
      if (call.method().equals(method)) {
        lengths.add((Long) call.arguments().get(1));
      }
    }
    return lengths;
  }

  /** How many bytes were asked for by {@link #get}. */
  public long bytesAsked() {
    long sum = 0;
    for (ByteRange range : gets()) {
      sum += range.length();
    }
    return sum;
  }

  public int count() {
    synchronized (lock) {
      return calls.size();
    }
  }

  public int count(Operation operation) {
    int count = 0;
    for (Call call : calls()) {
      if (call.operation() == operation) {
        count++;
      }
    }
    return count;
  }

  /** The contexts of all requests, in order. */
  public List<RequestContext> contexts() {
    return calls().stream().map(Call::context).toList();
  }

  /** How often it was closed. */
  public int closings() {
    synchronized (lock) {
      return closings;
    }
  }

  /** Forgets what was asked so far. */
  public void reset() {
    synchronized (lock) {
      calls.clear();
    }
  }

  private void record(
      String method,
      Operation operation,
      String subject,
      RequestContext context,
      Object... arguments) {
    synchronized (lock) {
      calls.add(new Call(method, operation, subject, List.of(arguments), context));
    }
  }

  @Override
  public StoreId id() {
    return inner.id();
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    record("head", Operation.HEAD, key, context, key);
    return inner.head(key, context);
  }

  @Override
  public Optional<ObjectChecksum> checksum(String key, RequestContext context)
      throws StoreException {
    record("checksum", Operation.HEAD, key, context, key);
    return inner.checksum(key, context);
  }

  @Override
  public WrittenObject written(String key, RequestContext context) throws StoreException {
    record("written", Operation.HEAD, key, context, key);
    return inner.written(key, context);
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    record("get", Operation.GET, key, context, key, range, etag, body);
    return inner.get(key, range, etag, body, context);
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    record("getFirst", Operation.GET, key, context, key, length, body);
    return inner.getFirst(key, length, body, context);
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    record("getTail", Operation.GET, key, context, key, length, body);
    return inner.getTail(key, length, body, context);
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    record("list", Operation.LIST, request.prefix(), context, request);
    return inner.list(request, context);
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    record("put", Operation.PUT, key, context, key, body, condition);
    return inner.put(key, body, condition, context);
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    record("startUpload", Operation.START_UPLOAD, key, context, key, condition);
    return inner.startUpload(key, condition, context);
  }

  @Override
  public UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    record("uploadPart", Operation.UPLOAD_PART, upload.key(), context, upload, number, body);
    return inner.uploadPart(upload, number, body, context);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    record(
        "completeUpload",
        Operation.COMPLETE_UPLOAD,
        upload.key(),
        context,
        upload,
        parts,
        condition);
    return inner.completeUpload(upload, parts, condition, context);
  }

  @Override
  public void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException {
    record("abortUpload", Operation.ABORT_UPLOAD, upload.key(), context, upload);
    inner.abortUpload(upload, context);
  }

  @Override
  public List<StartedUpload> listUploads(String prefix, RequestContext context)
      throws StoreException {
    record("listUploads", Operation.LIST_UPLOADS, prefix, context, prefix);
    return inner.listUploads(prefix, context);
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    record("delete", Operation.DELETE, key, context, key);
    inner.delete(key, context);
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    record("deleteAll", Operation.DELETE_BATCH, keys.isEmpty() ? "" : keys.get(0), context, keys);
    return inner.deleteAll(keys, context);
  }

  @Override
  public int deleteBatchLimit() {
    return inner.deleteBatchLimit();
  }

  @Override
  public Renaming renaming() {
    return inner.renaming();
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    record("rename", Operation.RENAME, from, context, from, to, condition);
    inner.rename(from, to, condition, context);
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    record("copy", Operation.COPY, source.key(), context, source, to, condition);
    return inner.copy(source, to, condition, context);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closings++;
    }
    inner.close();
  }

  @Override
  public String toString() {
    return "Recording(" + inner + ")";
  }
}
