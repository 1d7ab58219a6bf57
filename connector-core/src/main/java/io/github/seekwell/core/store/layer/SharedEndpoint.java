package io.github.seekwell.core.store.layer;

import java.util.Objects;

/**
 * What all stores of one endpoint share.
 *
 * @param limit on requests in flight
 * @param meter hears of every request, knows what they cost
 * @param hedges how many second requests may be made
 */
public record SharedEndpoint(RequestLimit limit, PaceMeter meter, HedgeBudget hedges) {
  public SharedEndpoint {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(meter, "meter");
    Objects.requireNonNull(hedges, "hedges");
  }
}
