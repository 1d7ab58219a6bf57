package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Call;
import java.util.function.Predicate;

/**
 * What a requester who is known may do.
 *
 * @param permitted whether a call may be carried out; asked for every object it touches
 * @param seal of the request's body, if that is framed
 */
record Admission(Predicate<Call> permitted, ChunkSeal seal) {
  static final Admission TO_ALL = new Admission(call -> true, ChunkSeal.NONE);
}
