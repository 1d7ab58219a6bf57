package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * One page of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param prefix what every key must begin with; empty for all
 * @param delimited whether keys with a further {@code /} after the prefix are rolled up into {@link
 *     ListPage#prefixes()}
 * @param startAfter give only keys greater than this one; empty for no limit. Ignored when there is
 *     a token
 * @param token {@link ListPage#nextToken()} of the page before; empty for the first page
 * @param limit at most this many objects and prefixes, at least 1; a store may give fewer
 */
public record ListRequest(
    String prefix, boolean delimited, String startAfter, String token, int limit) {
  public ListRequest {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(startAfter, "startAfter");
    Objects.requireNonNull(token, "token");
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** All keys below a prefix, however deep. */
  public static ListRequest flat(String prefix, int limit) {
    return new ListRequest(prefix, false, "", "", limit);
  }

  /** The direct children of a prefix that ends in {@code /}. */
  public static ListRequest children(String prefix, int limit) {
    return new ListRequest(prefix, true, "", "", limit);
  }

  /** The page after {@code page}. */
  public ListRequest next(ListPage page) {
    return new ListRequest(prefix, delimited, startAfter, page.nextToken(), limit);
  }
}
