package io.github.seekwell.core.block;

import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what came of one version of an object with the checksum that its store keeps of the
 * whole: when all blocks have come, whoever fetched them and in whichever order. The sum of each
 * block is kept, so that one that comes again must be what it was.
 *
 * <p>Blocks are held back by nobody until then: what was delivered of an object that turns out to
 * be wrong was delivered, but no reader comes to its end. Safe for threads.
 */
public final class VersionCheck {
  private static final Logger LOG = LoggerFactory.getLogger(VersionCheck.class);

  private final ObjectVersion version;
  private final int blockSize;

  /** Held while the store is asked, so that it is asked once. */
  private final Object asking = new Object();

  // Guarded by this.
  private final long[] sums;
  private final BitSet here = new BitSet();
  private int left;
  private @Nullable Optional<ObjectChecksum> told;
  private @Nullable String wrong;

  VersionCheck(ObjectVersion version, int blockSize) {
    this.version = version;
    this.blockSize = blockSize;
    this.sums = new long[Math.toIntExact((version.size() + blockSize - 1) / blockSize)];
    this.left = sums.length;
  }

  int blocks() {
    return sums.length;
  }

  /**
   * Asks the store for its checksum, once; to be called before blocks are shown.
   *
   * @throws StoreException if the store does not answer
   */
  void begin(ObjectStore store, ObjectInfo object, RequestContext context) throws StoreException {
    synchronized (asking) {
      synchronized (this) {
        if (told != null) {
          return;
        }
      }
      Optional<ObjectChecksum> answer =
          store
              .checksum(object.key(), context)
              .filter(sum -> sum.object().etag().equals(object.etag()));
      if (answer.isEmpty()) {
        LOG.info("of {} the store has no checksum, so what is read of it is not compared", version);
      }
      synchronized (this) {
        told = answer;
      }
    }
  }

  /** A block has come. False if it, or all together, are not what they must be. */
  boolean arrived(long index, byte[] bytes, int offset, int length) {
    Optional<ObjectChecksum> whole;
    synchronized (this) {
      whole = told;
    }
    if (whole != null && whole.isPresent()) {
      compare(whole.get(), (int) index, whole.get().crc().of(bytes, offset, length));
    }
    return !failed();
  }

  private synchronized void compare(ObjectChecksum whole, int block, long sum) {
    if (!here.get(block)) {
      sums[block] = sum;
      here.set(block);
      left--;
      if (left == 0) {
        compare(whole);
      }
    } else if (sums[block] != sum) {
      wrong = "bytes from " + (long) block * blockSize + " on came once so and once otherwise";
    }
  }

  private void compare(ObjectChecksum whole) {
    Crc crc = whole.crc();
    long all = crc.of(new byte[0]);
    long shift = crc.shift(blockSize);
    for (int i = 0; i < sums.length; i++) {
      long length = Math.min(blockSize, version.size() - (long) i * blockSize);
      all = crc.append(all, sums[i], length == blockSize ? shift : crc.shift(length));
    }
    if (all != whole.value()) {
      wrong =
          String.format(
              "the store says %s %x of the whole, what came has %x", crc, whole.value(), all);
    }
  }

  /** Whether something was found to be wrong; this version must be fetched anew then. */
  synchronized boolean failed() {
    return wrong != null;
  }

  /**
   * Ends a read of what was found to be wrong.
   *
   * @throws StoreException of kind {@link ErrorKind#CHECKSUM}
   */
  public void refuseIfWrong() throws StoreException {
    String found;
    synchronized (this) {
      found = wrong;
    }
    if (found != null) {
      throw new StoreException(
          ErrorKind.CHECKSUM,
          "read " + version.store().uri(version.key()),
          "of version " + version.etag() + " " + found + "; opened again, all is fetched anew");
    }
  }
}
