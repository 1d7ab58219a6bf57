package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.Block;
import io.github.seekwell.core.block.ObjectVersion;

/** A block that may be written. Neighbours are neighbours in the natural order. */
record Offer(ObjectVersion object, long index, Block block) implements Comparable<Offer> {
  @Override
  public int compareTo(Offer other) {
    int order = object.digest().compareTo(other.object.digest());
    return order != 0 ? order : Long.compare(index, other.index);
  }

  boolean isFollowedBy(Offer other) {
    return other.index == index + 1 && other.object.digest().equals(object.digest());
  }
}
