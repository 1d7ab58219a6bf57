package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import io.github.seekwell.core.store.layer.ForwardingStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fails as it is told: by a script for each operation, and by chance when a script has ended. A
 * request that finds no fault is passed on. Safe for any number of threads.
 */
public final class FaultyStore extends ForwardingStore {
  private static final List<ErrorKind> RETRYABLE =
      Arrays.stream(ErrorKind.values()).filter(ErrorKind::retryable).toList();

  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Map<Operation, Deque<Fault>> scripts = new EnumMap<>(Operation.class);
  private @Nullable SeededRandom random;
  private double probability;
  private int injected;

  /**
   * What goes wrong with one request.
   *
   * @param kind how it fails; null for not at all
   * @param when before the store saw it, or after it was done
   * @param bodyBytes how many bytes of a GET's body arrive; only with {@link When#AFTER}
   * @param address where it failed, may be empty
   * @param retryAfter what the store asks for, may be zero
   */
  public record Fault(
      @Nullable ErrorKind kind, When when, long bodyBytes, String address, Duration retryAfter) {

    /** No fault: the request is passed on. */
    public static Fault none() {
      return new Fault(null, When.BEFORE, 0, "", Duration.ZERO);
    }

    /** The store never sees the request. */
    public static Fault before(ErrorKind kind) {
      return new Fault(kind, When.BEFORE, 0, "", Duration.ZERO);
    }

    /** The store does what was asked; the answer is lost. */
    public static Fault after(ErrorKind kind) {
      return new Fault(kind, When.AFTER, 0, "", Duration.ZERO);
    }

    /** The body breaks off after so many bytes. */
    public static Fault cut(long bodyBytes, ErrorKind kind) {
      return new Fault(kind, When.AFTER, bodyBytes, "", Duration.ZERO);
    }

    public Fault at(String newAddress) {
      return new Fault(kind, when, bodyBytes, newAddress, retryAfter);
    }

    public Fault askingFor(Duration wait) {
      return new Fault(kind, when, bodyBytes, address, wait);
    }
  }

  /** Whether the store did what was asked before it failed. */
  public enum When {
    BEFORE,
    AFTER
  }

  public FaultyStore(ObjectStore inner) {
    super(inner);
  }

  /** The next requests of this kind meet these faults, one each. */
  public FaultyStore script(Operation operation, Fault... faults) {
    synchronized (lock) {
      scripts.computeIfAbsent(operation, o -> new ArrayDeque<>()).addAll(List.of(faults));
    }
    return this;
  }

  /**
   * From now on every request without a script fails with this probability, in any retryable way: a
   * GET before its answer or within its body, another only before the store saw it, so that its
   * outcome stays known.
   */
  public FaultyStore byChance(SeededRandom chance, double ofOne) {
    synchronized (lock) {
      random = chance.split();
      probability = ofOne;
    }
    return this;
  }

  /** How many faults there have been. */
  public int injected() {
    synchronized (lock) {
      return injected;
    }
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    Fault fault = next(Operation.GET, range.length());
    return fail(
        Operation.GET,
        key,
        context,
        fault,
        c -> inner().get(key, range, etag, cut(body, fault), c));
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    Fault fault = next(Operation.GET, length);
    return fail(
        Operation.GET,
        key,
        context,
        fault,
        c -> inner().getFirst(key, length, cut(body, fault), c));
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    Fault fault = next(Operation.GET, length);
    return fail(
        Operation.GET, key, context, fault, c -> inner().getTail(key, length, cut(body, fault), c));
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    return fail(operation, subject, context, next(operation, 0), request);
  }

  private <T extends @Nullable Object> T fail(
      Operation operation, String subject, RequestContext context, Fault fault, Request<T> request)
      throws StoreException {
    if (fault.kind() == null) {
      return request.send(context);
    }
    if (fault.when() == When.AFTER) {
      request.send(context);
    } else {
      Attempt.Outcome outcome =
          fault.kind() == ErrorKind.THROTTLED ? Attempt.Outcome.THROTTLED : Attempt.Outcome.FAILED;
      context
          .listener()
          .ended(
              new Attempt(
                  operation, context.attempt(), 0, 0, 0, 0, 0, fault.address(), "", outcome),
              context);
    }
    Failure failure =
        new Failure(
            operation.label() + " " + id().uri(subject),
            "injected",
            0,
            "",
            fault.address(),
            fault.retryAfter());
    throw new StoreException(fault.kind(), failure, null);
  }

  private Fault next(Operation operation, long bodyBytes) {
    synchronized (lock) {
      Deque<Fault> script = scripts.get(operation);
      Fault fault = script == null ? null : script.pollFirst();
      if (fault == null) {
        fault = chance(bodyBytes);
      }
      if (fault.kind() != null) {
        injected++;
      }
      return fault;
    }
  }

  private Fault chance(long bodyBytes) {
    SeededRandom chance = random;
    if (chance == null || !chance.chance(probability)) {
      return Fault.none();
    }
    ErrorKind kind = chance.pick(RETRYABLE);
    return bodyBytes > 0 && chance.chance(0.5)
        ? Fault.cut(chance.below(bodyBytes), kind)
        : Fault.before(kind);
  }

  /** Lets only so many bytes through; what comes after them was never received. */
  private static BodyHandler cut(BodyHandler body, Fault fault) {
    if (fault.kind() == null) {
      return body;
    }
    return new BodyHandler() {
      private long left = fault.bodyBytes();

      @Override
      public void begin(ObjectInfo object, ByteRange range) {
        body.begin(object, range);
      }

      @Override
      public void accept(long position, byte[] buffer, int offset, int length) {
        int count = (int) Math.min(left, length);
        left -= count;
        if (count > 0) {
          body.accept(position, buffer, offset, count);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "Faulty(" + inner() + ")";
  }
}
