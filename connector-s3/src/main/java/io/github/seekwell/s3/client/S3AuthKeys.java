package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Keys in settings or in credential files. They are read again from time to time and when the store
 * refused them, so keys may be replaced under a running job.
 */
final class S3AuthKeys implements S3AuthSource {
  private static final Logger LOG = LoggerFactory.getLogger(S3AuthKeys.class);

  /**
   * Reading a credential file costs some ten milliseconds, so not each request; a replaced key is
   * usually still good for some minutes.
   */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Keys are set one after the other: two readings alike are no mixture of old and new. */
  private static final int READINGS = 5;

  /** As read together; an empty text is one that is not set. */
  private record Keys(String access, String secret, String token) {
    @Override
    public String toString() {
      return "keys ********";
    }
  }

  /**
   * @param order which refusal the reading came after
   */
  private record Read(Keys keys, long nanos, long order) {}

  private final Settings settings;
  private final boolean temporary;
  private final LongSupplier nanoTime;

  /**
   * Held while keys are read: whoever needs new ones has nothing better to do than to wait, and
   * whoever can do with the old ones does not take it.
   */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile @Nullable Read last;

  /** Counts refusals: what was read before the last of them is not good enough. */
  private final AtomicLong refusals = new AtomicLong();

  /**
   * @param temporary whether there must be a session token, or it is passed over
   */
  S3AuthKeys(Settings settings, boolean temporary, LongSupplier nanoTime) {
    this.settings = settings;
    this.temporary = temporary;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return temporary
        ? S3Auth.ACCESS_KEY.key() + " with " + S3Auth.SESSION_TOKEN.key()
        : S3Auth.ACCESS_KEY.key();
  }

  @Override
  public AwsCredentials resolve() {
    Keys keys = keys();
    String missing = missing(keys);
    if (!missing.isEmpty()) {
      throw new S3AuthException(missing + " is not set");
    }
    return temporary
        ? AwsSessionCredentials.create(keys.access(), keys.secret(), keys.token())
        : AwsBasicCredentials.create(keys.access(), keys.secret());
  }

  private String missing(Keys keys) {
    if (keys.access().isEmpty()) {
      return S3Auth.ACCESS_KEY.key();
    } else if (keys.secret().isEmpty()) {
      return S3Auth.SECRET_KEY.key();
    }
    return temporary && keys.token().isEmpty() ? S3Auth.SESSION_TOKEN.key() : "";
  }

  private Keys keys() {
    Read known = last;
    if (known == null || known.order() < refusals.get()) {
      reading.lock();
      try {
        known = last;
        if (known == null || known.order() < refusals.get()) {
          known = readAgain(known);
        }
      } finally {
        reading.unlock();
      }
    } else if (nanoTime.getAsLong() - known.nanos() > BELIEVED_NANOS && reading.tryLock()) {
      try {
        known = readAgain(known);
      } finally {
        reading.unlock();
      }
    }
    return known.keys();
  }

  /** A file that is just being replaced may be unreadable; the keys known so far are kept then. */
  private Read readAgain(@Nullable Read known) {
    long order = refusals.get();
    Read read;
    try {
      read = new Read(read(), nanoTime.getAsLong(), order);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      if (known == null) {
        throw new S3AuthException(String.valueOf(e.getMessage()), e, false);
      }
      LOG.warn("Keys cannot be read again, the former ones are kept: {}", e.getMessage());
      read = new Read(known.keys(), nanoTime.getAsLong(), order);
    }
    last = read;
    return read;
  }

  private Keys read() {
    Keys before = readOnce();
    for (int i = 1; i < READINGS; i++) {
      Keys now = readOnce();
      if (now.equals(before)) {
        break;
      }
      before = now;
    }
    return before;
  }

  private Keys readOnce() {
    return new Keys(
        settings.get(S3Auth.ACCESS_KEY).trim(),
        settings.get(S3Auth.SECRET_KEY).trim(),
        temporary ? settings.get(S3Auth.SESSION_TOKEN).trim() : "");
  }

  @Override
  public String identity() {
    Keys keys = keys();
    return missing(keys).isEmpty() ? S3AuthScope.ofKey(keys.access()) : "";
  }

  @Override
  public boolean certain() {
    return !identity().isEmpty();
  }

  @Override
  public void refresh() {
    refusals.incrementAndGet();
  }

  @Override
  public void close() {}
}
