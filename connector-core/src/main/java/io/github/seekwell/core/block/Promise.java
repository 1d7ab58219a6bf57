package io.github.seekwell.core.block;

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
}
