package io.github.seekwell.core.client;

import io.github.seekwell.core.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Requests for objects that were signed a moment ago, to be sent again for other bytes of them.
 *
 * <p>A signature says who asks for which object, and when. The services take it for minutes (S3 for
 * 15, OCI for 5: so far may clocks differ), and need neither the range nor the version in it; a
 * presigned URL is the same thing made to last. Readers ask for many ranges of few objects, and to
 * sign is the larger part of what a request for one costs the processor, by far where it takes an
 * RSA key.
 *
 * <p>Safe for threads: two that find none make one each.
 *
 * @param <I> identities; another one than a request was signed with has it signed anew
 */
public final class SignedGets<I> {
  /** Short beside what the services take, and long beside a burst of look-ahead. */
  static final Duration KEPT = Duration.ofSeconds(15);

  /** Objects read side by side; of more, some are signed for again. */
  static final int OBJECTS = 256;

  private final LongSupplier clock;

  private final Map<String, Signed<I>> byKey =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Signed<I>> eldest) {
          return size() > OBJECTS;
        }
      };

  private record Signed<I>(HttpCall request, I identity, long since) {}

  /** Makes a request for an object, whole and of whatever version, and signs it. */
  @FunctionalInterface
  public interface Signing {
    HttpCall sign() throws IOException;
  }

  /**
   * @param clock milliseconds of the clock that signatures are dated by. A monotonic one would
   *     stand still while the machine sleeps, and not tell when the other one is set.
   */
  public SignedGets(LongSupplier clock) {
    this.clock = clock;
  }

  /** A request for that object, by that identity, without a range yet. */
  public HttpCall.Builder get(String key, I identity, Signing signing) throws IOException {
    long now = clock.getAsLong();
    Signed<I> signed;
    synchronized (byKey) {
      signed = byKey.get(key);
    }
    if (signed == null
        || Math.abs(now - signed.since) >= KEPT.toMillis()
        || !signed.identity.equals(identity)) {
      signed = new Signed<>(signing.sign(), identity, now);
      synchronized (byKey) {
        byKey.put(key, signed);
      }
    }
    return signed.request.another();
  }

  /** What was signed for an object is not to be sent again. */
  public void forget(String key) {
    synchronized (byKey) {
      byKey.remove(key);
    }
  }
}
