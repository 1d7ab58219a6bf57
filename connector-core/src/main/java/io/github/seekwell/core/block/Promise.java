package io.github.seekwell.core.block;

import io.github.seekwell.core.store.StoreException;
import java.io.Serial;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A block's future value in the cache: claimed by one, awaited by any, then kept or broken by the
 * fetch it belongs to.
 */
final class Promise extends CompletableFuture<Block> {
  private volatile @Nullable Extent extent;
  private volatile boolean needed;

  void belongTo(Extent fetch) {
    extent = fetch;
  }

  /** Somebody waits for this block, perhaps before it is known which fetch will bring it. */
  void need() {
    needed = true;
  }

  boolean isNeeded() {
    return needed;
  }

  /** The fetch that will keep this promise; null until the claimer has handed it over. */
  @Nullable Extent extent() {
    return extent;
  }

  /** Breaks the promise, unless it has been kept. */
  void fail(StoreException reason) {
    completeExceptionally(new Broken(reason));
  }

  /**
   * Why a promise was broken. A cancellation, because the cache logs every other exception of a
   * value, and failures here are told to whoever reads.
   */
  static final class Broken extends CancellationException {
    @Serial private static final long serialVersionUID = 1;

    private final StoreException reason;

    Broken(StoreException reason) {
      super(reason.getMessage());
      this.reason = reason;
    }

    StoreException reason() {
      return reason;
    }
  }
}
