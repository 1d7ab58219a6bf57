package io.github.seekwell.core.write;

import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.Closeable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one object from its first byte to its last.
 *
 * <p>{@link #close} publishes, at once and complete; {@link #abort} publishes nothing and leaves
 * nothing; {@link #detach} hands the publishing to somebody else. The first of the three that is
 * called ends the writer, the others then do nothing ({@code detach} throws). After any failed
 * write {@code close} does not publish: it aborts, and throws what the write failed with.
 *
 * <p>Not safe for several threads, save {@link #giveUp}: whoever shares a writer synchronises. A
 * part that failed in the background fails the next call. An interrupted thread gets {@link
 * ErrorKind#INTERRUPTED} and keeps its interrupt.
 */
public final class ObjectWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);

  private final WriterFactory shared;
  private final Target target;
  private final PartSizes sizes;

  private final byte[] one = new byte[1];

  private PartBuffer buffer;
  private int number = 1; // of the part in the buffer
  private long size; // which that part may reach
  private long position;
  private volatile @Nullable PartSender sender; // there once there is an upload
  private volatile @Nullable String givenUp; // why, if it was
  private @Nullable StoreException broken;
  private boolean ended;

  /** What is written, where, and how requests are made. */
  record Target(ObjectStore store, String key, PutCondition condition, RequestContext context) {
    Target {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(condition, "condition");
    }

    /** As messages name it. */
    String action() {
      return "write " + store.id().uri(key);
    }
  }

  ObjectWriter(WriterFactory shared, Target target) {
    this.shared = shared;
    this.target = target;
    this.sizes = new PartSizes(shared.config().partSize(), shared.buffers().largest());
    this.size = sizes.size(number);
    this.buffer = new HeapBuffer(Math.min(WriteBudget.FREE, size));
  }

  /** How many bytes were written. */
  public long position() {
    return position;
  }

  /** Writes the low eight bits. */
  public void write(int oneByte) throws StoreException {
    one[0] = (byte) oneByte;
    write(one, 0, 1);
  }

  /**
   * Takes the bytes; waits while buffers are full of parts that are being sent.
   *
   * @throws StoreException if these bytes or earlier ones could not be written; the object will not
   *     be published
   */
  public void write(byte[] bytes, int offset, int length) throws StoreException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (ended) {
      throw new StoreException(ErrorKind.CLOSED, target.action(), "the writer is closed");
    }
    throwBroken();
    boolean taken = false;
    try {
      take(bytes, offset, length);
      taken = true;
    } catch (StoreException e) {
      broken = e;
      throw e;
    } finally {
      if (!taken) {
        freeBuffer(); // nobody will send it, and others may need the room
        if (broken == null) { // out of memory, most likely
          broken =
              new StoreException(
                  ErrorKind.LOCAL, target.action(), "an earlier write was cut short");
        }
      }
    }
    shared.listener().onWrite(target.context().owner(), length);
  }

  private void take(byte[] bytes, int offset, int length) throws StoreException {
    if (sender != null) {
      sender.throwFailure();
    }
    int from = offset;
    int left = length;
    while (left > 0) {
      if (buffer.length() == size) {
        sendPart();
        nextPart();
      }
      makeRoom(left);
      int now = (int) Math.min(left, buffer.limit() - buffer.length());
      buffer.append(bytes, from, now);
      from += now;
      left -= now;
      position += now;
    }
  }

  /** Sees to it that the buffer may grow: a little for free, else to a whole part. */
  private void makeRoom(long more) throws StoreException {
    if (buffer.limit() < size
        && buffer.length() + more > buffer.limit()
        && buffer instanceof HeapBuffer begun) {
      buffer = shared.buffers().whole(begun, size, target.action());
    }
  }

  private void nextPart() throws StoreException {
    if (number == PartSizes.MAX_PARTS) {
      throw new StoreException(
          ErrorKind.LOCAL,
          target.action(),
          "an upload has "
              + PartSizes.MAX_PARTS
              + " parts at most, and "
              + position
              + " bytes have filled them; raise "
              + WriteConfig.PART_SIZE.key()
              + " or "
              + WriteConfig.BUFFER_FRACTION.key());
    }
    number++;
    size = sizes.size(number);
  }

  /** Sends what is in the buffer and begins an empty one; starts the upload if there is none. */
  private PartSender sendPart() throws StoreException {
    PartSender sending = sender;
    if (sending == null) {
      sending =
          new PartSender(
              shared,
              target,
              target.store().startUpload(target.key(), target.condition(), target.context()));
      sender = sending;
      String why = givenUp;
      if (why != null) {
        sending.giveUp(notPublished(why));
      }
    }
    PartBuffer full = buffer;
    ObjectBody body = full.body();
    buffer = new HeapBuffer(0);
    sending.send(number, body, full);
    return sending;
  }

  /**
   * Publishes the object. When this returns it is visible, complete, and under its condition.
   *
   * @throws StoreException if it was not published, or, as the message then says, nobody knows
   */
  @Override
  public void close() throws StoreException {
    if (ended) {
      return;
    }
    ended = true;
    try {
      throwBroken();
      if (sender == null) {
        putWhole();
        freeBuffer();
      } else {
        publish(finish());
      }
    } catch (StoreException | RuntimeException | Error e) {
      dropAfter(e);
      throw e;
    }
  }

  private void putWhole() throws StoreException {
    ObjectBody body = buffer.body();
    buffer.sending();
    try {
      target.store().put(target.key(), body, target.condition(), target.context());
    } catch (StoreException e) {
      if (!UploadSession.outcomeUnknown(e)) {
        throw e;
      }
      throw UploadSession.unknown(withReason(e), "it is unknown whether the object was published");
    }
  }

  private void publish(UploadSession session) throws StoreException {
    throwBroken();
    try {
      session.complete(target.store(), target.context());
    } catch (StoreException e) {
      if (UploadSession.outcomeUnknown(e)) {
        sender = null; // the object may be there: leave its upload alone
      }
      throw withReason(e);
    }
  }

  /** Whoever closed the store under this writer may have said why. */
  private StoreException withReason(StoreException e) {
    String why = givenUp;
    return why == null || e.kind() != ErrorKind.CLOSED ? e : e.saying(e.kind(), "; " + why);
  }

  /**
   * Sends all bytes as parts of an upload, also if they are few, publishes nothing, and ends this
   * writer. Whoever has the session completes or aborts it.
   *
   * @throws StoreException if the bytes could not be sent; then nothing is left
   */
  public UploadSession detach() throws StoreException {
    if (ended) {
      throw new StoreException(ErrorKind.CLOSED, target.action(), "the writer is closed");
    }
    ended = true;
    try {
      throwBroken();
      return finish();
    } catch (StoreException | RuntimeException | Error e) {
      dropAfter(e);
      throw e;
    }
  }

  /** Sends the last part, which is empty if the object is, and waits for all. */
  private UploadSession finish() throws StoreException {
    PartSender sending = sendPart();
    return new UploadSession(sending.upload(), sending.await(), target.condition());
  }

  /**
   * Publishes nothing and drops what was sent.
   *
   * @throws StoreException if parts may be left; the message names the upload
   */
  public void abort() throws StoreException {
    if (ended) {
      return;
    }
    ended = true;
    drop();
  }

  /**
   * Has whatever call of this writer is under way fail soon, and publishes nothing that is not
   * being published already. For another thread than the writer's, which then cannot wait for it.
   * Parts that hang are cut off; an answer to what publishes is not.
   *
   * @param why for the message, such as {@code the file system was closed}
   */
  public void giveUp(String why) {
    givenUp = why;
    PartSender sending = sender;
    if (sending != null) {
      sending.giveUp(notPublished(why));
    }
  }

  private StoreException notPublished(String why) {
    return new StoreException(ErrorKind.CLOSED, target.action(), "not published, since " + why);
  }

  private void throwBroken() throws StoreException {
    String why = givenUp;
    if (why != null) {
      throw notPublished(why);
    }
    if (broken != null) {
      throw broken.forAnotherWaiter();
    }
  }

  private void dropAfter(Throwable cause) {
    try {
      drop();
    } catch (StoreException e) {
      cause.addSuppressed(e);
      LOG.warn("{}: parts may be left behind", target.action(), e);
    }
  }

  /** Cleaning up must work for an interrupted thread too; its interrupt is restored at the end. */
  private void drop() throws StoreException {
    freeBuffer();
    PartSender sending = sender;
    sender = null;
    if (sending == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      boolean quiet = sending.stop();
      interrupted |= Thread.interrupted();
      target.store().abortUpload(sending.upload(), target.context());
      LOG.info("{}: upload {} aborted", target.action(), sending.upload().id());
      if (!quiet) {
        throw new StoreException(
            ErrorKind.STALLED,
            target.action(),
            "upload " + sending.upload().id() + " was aborted while parts were still on their way");
      }
    } catch (StoreException e) {
      throw new StoreException(
          e.kind(),
          StoreException.Failure.of(
              target.action(), "upload " + sending.upload().id() + " may be left behind"),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void freeBuffer() {
    buffer.free();
    buffer = new HeapBuffer(0);
  }

  @Override
  public String toString() {
    return "ObjectWriter(" + target.store().id().uri(target.key()) + " at " + position + ")";
  }
}
