package io.github.seekwell.core.store;

/** How a store gives an object another key. */
public enum Renaming {
  /** {@link ObjectStore#rename}: one request, whatever the size; nothing is copied. */
  AT_ONCE,
  /** {@link ObjectStore#copy} and a delete: two steps, between which both keys exist. */
  BY_COPY
}
