package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * Under which condition a write may publish. The store itself decides, so two writers with {@link
 * #IF_ABSENT} have exactly one winner.
 *
 * @param ifAbsent publish only if no object of this key exists
 * @param ifMatch publish only over this version; {@link Etag#ANY} for no such condition
 */
public record PutCondition(boolean ifAbsent, Etag ifMatch) {
  public static final PutCondition ALWAYS = new PutCondition(false, Etag.ANY);
  public static final PutCondition IF_ABSENT = new PutCondition(true, Etag.ANY);

  public PutCondition {
    Objects.requireNonNull(ifMatch, "ifMatch");
    if (ifAbsent && !ifMatch.isAny()) {
      throw new IllegalArgumentException("an object cannot be both absent and " + ifMatch);
    }
  }

  public static PutCondition ifMatch(Etag etag) {
    return new PutCondition(false, etag);
  }
}
