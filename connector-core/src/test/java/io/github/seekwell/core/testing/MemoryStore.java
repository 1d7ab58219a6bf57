package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
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
import io.github.seekwell.core.store.RunningRequest;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A correct store in memory, and so the model that others are compared with. Like a real client it
 * tells the context's listener of every request.
 */
public final class MemoryStore implements ObjectStore {
  /** The order of listings. Not {@code String}'s own, which differs beyond U+FFFF. */
  public static final Comparator<String> UTF8_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** As both real stores do. */
  private static final int LARGEST_PAGE = 1000;

  private static final int DELETE_BATCH = 1000;
  private static final int COPY_BUFFER = 16 * 1024;

  private final StoreId id;
  private final InstantSource clock;
  private final Renaming renaming;

  private final Object lock = new Object();
  // All below is guarded by lock; what the maps hold is immutable but for Upload.parts, which is
  // guarded too.
  private final NavigableMap<String, Version> objects = new TreeMap<>(UTF8_ORDER);
  private final NavigableMap<String, Upload> uploads = new TreeMap<>();
  private long serial;
  private boolean closed;

  /** Bytes that can be copied from any position. */
  private interface Content {
    long size();

    void copy(long position, byte[] buffer, int offset, int length);

    static Content of(byte[] bytes) {
      return new Content() {
        @Override
        public long size() {
          return bytes.length;
        }

        @Override
        public void copy(long position, byte[] buffer, int offset, int length) {
          System.arraycopy(bytes, (int) position, buffer, offset, length);
        }
      };
    }

    static Content of(RampObject ramp) {
      return new Content() {
        @Override
        public long size() {
          return ramp.size();
        }

        @Override
        public void copy(long position, byte[] buffer, int offset, int length) {
          ramp.fill(position, buffer, offset, length);
        }
      };
    }
  }

  private record Version(ObjectInfo info, Content content, String writeId) {}

  private record Part(UploadedPart told, byte[] bytes) {}

  private record Upload(
      MultipartUpload handle, Instant started, NavigableMap<Integer, Part> parts, String writeId) {}

  /** A bucket of its own. */
  public MemoryStore() {
    this(Renaming.AT_ONCE);
  }

  /** A bucket of its own. */
  public MemoryStore(Renaming renaming) {
    this(
        new StoreId("memory", "memory://local", "bucket", "nobody"),
        InstantSource.system(),
        renaming);
  }

  public MemoryStore(StoreId id, InstantSource clock) {
    this(id, clock, Renaming.AT_ONCE);
  }

  public MemoryStore(StoreId id, InstantSource clock, Renaming renaming) {
    this.id = id;
    this.clock = clock;
    this.renaming = renaming;
  }

  /** Puts a ramp of any size there without holding a byte of it. */
  public ObjectInfo hold(String key, RampObject ramp) {
    synchronized (lock) {
      return publish(key, Content.of(ramp), "");
    }
  }

  /** Puts an object there, without a request. */
  public ObjectInfo hold(String key, byte[] bytes) {
    synchronized (lock) {
      return publish(key, Content.of(bytes.clone()), "");
    }
  }

  /** The keys there are, in order. */
  public List<String> keys() {
    synchronized (lock) {
      return List.copyOf(objects.keySet());
    }
  }

  /** The bytes of an object, without a request. */
  public byte[] bytes(String key) {
    Version version;
    synchronized (lock) {
      version = objects.get(key);
    }
    if (version == null) {
      throw new AssertionError("no object " + key);
    }
    byte[] bytes = new byte[Math.toIntExact(version.content().size())];
    version.content().copy(0, bytes, 0, bytes.length);
    return bytes;
  }

  /** How many uploads are under way. */
  public int uploads() {
    synchronized (lock) {
      return uploads.size();
    }
  }

  @Override
  public StoreId id() {
    return id;
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    return request(Operation.HEAD, key, context, action -> existing(key, Etag.ANY, action).info());
  }

  @Override
  public Optional<ObjectChecksum> checksum(String key, RequestContext context)
      throws StoreException {
    return request(
        Operation.HEAD,
        key,
        context,
        action -> {
          Version version = existing(key, Etag.ANY, action);
          CRC32C crc = new CRC32C();
          byte[] buffer = new byte[COPY_BUFFER];
          long size = version.content().size();
          for (long at = 0; at < size; at += buffer.length) {
            int count = (int) Math.min(buffer.length, size - at);
            version.content().copy(at, buffer, 0, count);
            crc.update(buffer, 0, count);
          }
          return Optional.of(new ObjectChecksum(version.info(), Crc.CRC32C, crc.getValue()));
        });
  }

  @Override
  public WrittenObject written(String key, RequestContext context) throws StoreException {
    return request(
        Operation.HEAD,
        key,
        context,
        action -> {
          Version version = existing(key, Etag.ANY, action);
          return new WrittenObject(version.info(), version.writeId());
        });
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    return request(
        Operation.GET,
        key + " " + range,
        context,
        action -> {
          Version version = existing(key, etag, action);
          if (range.isEmpty() || range.end() > version.info().size()) {
            throw new StoreException(
                ErrorKind.INVALID_RANGE, action.text, "size is " + version.info().size());
          }
          return send(version, range, body, action);
        });
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(
        key, length, " first ", size -> ByteRange.of(0, Math.min(size, length)), body, context);
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(
        key,
        length,
        " last ",
        size -> ByteRange.of(Math.max(0, size - length), size),
        body,
        context);
  }

  private ObjectInfo getEnd(
      String key,
      long length,
      String which,
      LongFunction<ByteRange> within,
      BodyHandler body,
      RequestContext context)
      throws StoreException {
    return request(
        Operation.GET,
        key + which + length,
        context,
        action -> {
          if (length < 1) {
            throw new StoreException(ErrorKind.INVALID_RANGE, action.text, "nothing asked for");
          }
          Version version = existing(key, Etag.ANY, action);
          return send(version, within.apply(version.info().size()), body, action);
        });
  }

  private static ObjectInfo send(
      Version version, ByteRange range, BodyHandler body, Action action) {
    body.begin(version.info(), range);
    byte[] buffer = new byte[(int) Math.min(COPY_BUFFER, range.length())];
    for (long at = range.start(); at < range.end(); ) {
      int count = (int) Math.min(buffer.length, range.end() - at);
      version.content().copy(at, buffer, 0, count);
      body.accept(at, buffer, 0, count);
      at += count;
      action.bytes += count;
    }
    return version.info();
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    return request(
        Operation.LIST,
        request.prefix(),
        context,
        action -> {
          synchronized (lock) {
            return page(request);
          }
        });
  }

  private ListPage page(ListRequest request) {
    String prefix = request.prefix();
    int limit = Math.min(request.limit(), LARGEST_PAGE);
    List<ObjectInfo> found = new ArrayList<>();
    List<String> rolledUp = new ArrayList<>();
    // A token is the last name given, and before it whether that was a key or a rolled-up prefix,
    // which stands for all keys below it.
    String token = request.token();
    String last = token.isEmpty() ? request.startAfter() : token.substring(1);
    String done = token.startsWith("p") ? last : "";
    for (Version version : objects.tailMap(max(prefix, last), true).values()) {
      String key = version.info().key();
      if (!key.startsWith(prefix)) {
        break;
      }
      if (!last.isEmpty() && UTF8_ORDER.compare(key, last) <= 0) {
        continue;
      }
      if (!done.isEmpty() && key.startsWith(done)) {
        continue;
      }
      if (found.size() + rolledUp.size() == limit) {
        return new ListPage(found, rolledUp, (last.equals(done) ? "p" : "k") + last);
      }
      int slash = request.delimited() ? key.indexOf('/', prefix.length()) : -1;
      if (slash < 0) {
        found.add(version.info());
        last = key;
        done = "";
      } else {
        done = key.substring(0, slash + 1);
        rolledUp.add(done);
        last = done;
      }
    }
    return new ListPage(found, rolledUp, "");
  }

  private static String max(String a, String b) {
    return UTF8_ORDER.compare(a, b) >= 0 ? a : b;
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    return request(
        Operation.PUT,
        key,
        context,
        action -> {
          byte[] bytes = read(body, action);
          synchronized (lock) {
            check(key, condition, action);
            return publish(key, Content.of(bytes), condition.writeId());
          }
        });
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    return request(
        Operation.START_UPLOAD,
        key,
        context,
        action -> {
          synchronized (lock) {
            check(key, condition, action);
            MultipartUpload handle =
                new MultipartUpload(id.bucket(), key, "upload-" + String.format("%08d", ++serial));
            uploads.put(
                handle.id(),
                new Upload(handle, clock.instant(), new TreeMap<>(), condition.writeId()));
            return handle;
          }
        });
  }

  @Override
  public UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    return request(
        Operation.UPLOAD_PART,
        upload.key() + " part " + number,
        context,
        action -> {
          byte[] bytes = read(body, action);
          synchronized (lock) {
            Upload known = known(upload, action);
            UploadedPart told = new UploadedPart(number, new Etag("p" + ++serial), bytes.length);
            known.parts().put(number, new Part(told, bytes));
            return told;
          }
        });
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    return request(
        Operation.COMPLETE_UPLOAD,
        upload.key(),
        context,
        action -> {
          synchronized (lock) {
            Upload known = known(upload, action);
            byte[] whole = join(known, parts, action);
            check(upload.key(), condition, action);
            uploads.remove(upload.id());
            return publish(upload.key(), Content.of(whole), known.writeId());
          }
        });
  }

  private static byte[] join(Upload upload, List<UploadedPart> parts, Action action)
      throws StoreException {
    if (parts.isEmpty()) {
      throw new StoreException(ErrorKind.INVALID_REQUEST, action.text, "an upload without parts");
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    List<UploadedPart> inOrder = new ArrayList<>(parts);
    inOrder.sort(Comparator.comparingInt(UploadedPart::number));
    for (UploadedPart part : inOrder) {
      Part kept = upload.parts().get(part.number());
      if (kept == null || !kept.told().etag().equals(part.etag())) {
        throw new StoreException(ErrorKind.INVALID_REQUEST, action.text, "no such part: " + part);
      }
      whole.writeBytes(kept.bytes());
    }
    return whole.toByteArray();
  }

  @Override
  public void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException {
    request(
        Operation.ABORT_UPLOAD,
        upload.key(),
        context,
        action -> {
          synchronized (lock) {
            return uploads.remove(upload.id());
          }
        });
  }

  @Override
  public List<StartedUpload> listUploads(String prefix, RequestContext context)
      throws StoreException {
    return request(
        Operation.LIST_UPLOADS,
        prefix,
        context,
        action -> {
          List<StartedUpload> found = new ArrayList<>();
          synchronized (lock) {
            for (Upload upload : uploads.values()) {
              if (upload.handle().key().startsWith(prefix)) {
                found.add(new StartedUpload(upload.handle(), upload.started()));
              }
            }
          }
          found.sort(Comparator.comparing(started -> started.upload().key(), UTF8_ORDER));
          return List.copyOf(found);
        });
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    request(
        Operation.DELETE,
        key,
        context,
        action -> {
          synchronized (lock) {
            return objects.remove(key);
          }
        });
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    return request(
        Operation.DELETE_BATCH,
        keys.size() + " keys",
        context,
        action -> {
          if (keys.size() > DELETE_BATCH) {
            throw new StoreException(ErrorKind.INVALID_REQUEST, action.text, "too many keys");
          }
          synchronized (lock) {
            keys.forEach(objects::remove);
          }
          return List.of();
        });
  }

  @Override
  public int deleteBatchLimit() {
    return DELETE_BATCH;
  }

  @Override
  public Renaming renaming() {
    return renaming;
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    request(
        Operation.RENAME,
        from + " to " + to,
        context,
        action -> {
          offers(Renaming.AT_ONCE, action);
          synchronized (lock) {
            Version version = existing(from, Etag.ANY, action);
            check(to, condition, action);
            objects.remove(from);
            return publish(to, version.content(), version.writeId());
          }
        });
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    return request(
        Operation.COPY,
        source.key() + " to " + to,
        context,
        action -> {
          offers(Renaming.BY_COPY, action);
          synchronized (lock) {
            Version version = existing(source.key(), source.etag(), action);
            check(to, condition, action);
            return publish(to, version.content(), version.writeId());
          }
        });
  }

  private void offers(Renaming asked, Action action) throws StoreException {
    if (renaming != asked) {
      throw new StoreException(
          ErrorKind.UNSUPPORTED, action.text, "this store renames " + renaming);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
  }

  @Override
  public String toString() {
    return "MemoryStore(" + id.bucket() + ")";
  }

  /** Called with the lock held. */
  private ObjectInfo publish(String key, Content content, String writeId) {
    Etag etag = new Etag("v" + ++serial);
    ObjectInfo info = new ObjectInfo(key, content.size(), etag, clock.instant());
    objects.put(key, new Version(info, content, writeId));
    return info;
  }

  private Version existing(String key, Etag etag, Action action) throws StoreException {
    Version version;
    synchronized (lock) {
      version = objects.get(key);
    }
    if (version == null) {
      throw new StoreException(ErrorKind.NOT_FOUND, action.text, "no such object");
    }
    if (!etag.isAny() && !etag.equals(version.info().etag())) {
      throw new StoreException(
          ErrorKind.CHANGED,
          action.text,
          "wanted version " + etag + ", it is now " + version.info().etag());
    }
    return version;
  }

  /** Called with the lock held. */
  private void check(String key, PutCondition condition, Action action) throws StoreException {
    Version version = objects.get(key);
    if (condition.ifAbsent() && version != null) {
      throw new StoreException(ErrorKind.ALREADY_EXISTS, action.text, "there is an object already");
    }
    Etag wanted = condition.ifMatch();
    if (!wanted.isAny() && (version == null || !version.info().etag().equals(wanted))) {
      throw new StoreException(
          ErrorKind.CHANGED,
          action.text,
          "wanted version "
              + wanted
              + ", there is "
              + (version == null ? "none" : version.info().etag()));
    }
  }

  /** Called with the lock held. */
  private Upload known(MultipartUpload upload, Action action) throws StoreException {
    Upload known = uploads.get(upload.id());
    if (known == null || !known.handle().equals(upload)) {
      throw new StoreException(ErrorKind.NOT_FOUND, action.text, "no such upload");
    }
    return known;
  }

  private static byte[] read(ObjectBody body, Action action) throws StoreException {
    byte[] bytes;
    try (InputStream in = body.open()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new StoreException(
          ErrorKind.LOCAL, Failure.of(action.text, "the body cannot be read: " + e), e);
    }
    if (bytes.length != body.length()) {
      throw new StoreException(
          ErrorKind.LOCAL,
          action.text,
          "the body gave " + bytes.length + " bytes of " + body.length());
    }
    return bytes;
  }

  /** What is done, for messages, and how many bytes it sent. Used by one thread. */
  private static final class Action {
    private final String text;
    private long bytes;

    private Action(String text) {
      this.text = text;
    }
  }

  /** Answers come at once: a request can only be ended before it has begun. */
  private static final class Shown implements RunningRequest {
    private volatile boolean aborted;

    @Override
    public void abort() {
      aborted = true;
    }

    @Override
    public String address() {
      return "";
    }
  }

  private interface Answer<T extends @Nullable Object> {
    T to(Action action) throws StoreException;
  }

  private <T extends @Nullable Object> T request(
      Operation operation, String subject, RequestContext context, Answer<T> answer)
      throws StoreException {
    Action action = new Action(operation.label() + " " + id.uri(subject));
    String requestId;
    synchronized (lock) {
      if (closed) {
        throw new StoreException(ErrorKind.CLOSED, action.text, "the store is closed");
      }
      requestId = "memory-" + ++serial;
    }
    int status = 500;
    Attempt.Outcome outcome = Attempt.Outcome.FAILED;
    Shown shown = new Shown();
    context.watch().sending(shown);
    try {
      if (shown.aborted) {
        throw new StoreException(ErrorKind.CLOSED, action.text, "aborted");
      }
      T answered = answer.to(action);
      status = 200;
      outcome = Attempt.Outcome.OK;
      return answered;
    } catch (StoreException e) {
      status = status(e.kind());
      outcome = Attempt.Outcome.REFUSED;
      throw new StoreException(
          e.kind(),
          new Failure(action.text, e.failure().detail(), status, requestId, "", Duration.ZERO),
          e.getCause());
    } finally {
      Attempt attempt =
          new Attempt(
              operation, context.attempt(), 0, 0, 0, action.bytes, status, "", requestId, outcome);
      context.listener().ended(attempt, context);
    }
  }

  private static int status(ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> 404;
      case CHANGED, ALREADY_EXISTS -> 412;
      case INVALID_RANGE -> 416;
      default -> 400;
    };
  }

  /** A clock that stands still, for tests that compare times. */
  public static InstantSource standing() {
    return InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
