package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * Under which condition a write may publish. The store itself decides, so two writers with {@link
 * #IF_ABSENT} have exactly one winner.
 *
 * @param ifAbsent publish only if no object of this key exists
 * @param ifMatch publish only over this version; {@link Etag#ANY} for no such condition
 * @param writeId what the new object is to carry, so that a writer whose answer was lost knows its
 *     own object again ({@link WrittenObject}); empty for nothing
 */
public record PutCondition(boolean ifAbsent, Etag ifMatch, String writeId) {
  public static final PutCondition ALWAYS = new PutCondition(false, Etag.ANY);
  public static final PutCondition IF_ABSENT = new PutCondition(true, Etag.ANY);

  public PutCondition {
    Objects.requireNonNull(ifMatch, "ifMatch");
    Objects.requireNonNull(writeId, "writeId");
    if (ifAbsent && !ifMatch.isAny()) {
      throw new IllegalArgumentException("an object cannot be both absent and " + ifMatch);
    }
  }

  public PutCondition(boolean ifAbsent, Etag ifMatch) {
    this(ifAbsent, ifMatch, "");
  }

  public static PutCondition ifMatch(Etag etag) {
    return new PutCondition(false, etag);
  }

  /** The same condition for an object that carries this id, which no other write has. */
  public PutCondition carrying(String id) {
    return new PutCondition(ifAbsent, ifMatch, id);
  }

  /** Whether the write publishes whatever is there. */
  public boolean isAlways() {
    return !ifAbsent && ifMatch.isAny();
  }

  /** Nothing is asked any more; what the object is to carry stays. */
  public PutCondition withoutCondition() {
    return ALWAYS.carrying(writeId);
  }
}
