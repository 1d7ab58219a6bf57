package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Renaming;

class CopyingMemoryStoreTest extends ObjectStoreContract {
  private final MemoryStore store = new MemoryStore(Renaming.BY_COPY);

  @Override
  protected ObjectStore store() {
    return store;
  }
}
