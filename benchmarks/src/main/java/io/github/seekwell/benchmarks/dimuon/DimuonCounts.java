package io.github.seekwell.benchmarks.dimuon;

import java.io.Serializable;

/**
 * What the reduction of some events gave: events, muons, and the masses of opposite-charge pairs in
 * events with exactly two muons. For one thread.
 */
public final class DimuonCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final MassHistogram masses = new MassHistogram();
  private long events;
  private long muons;

  void addEvents(long moreEvents, long moreMuons) {
    events += moreEvents;
    muons += moreMuons;
  }

  void addPair(FourVector first, FourVector second) {
    masses.add(first.plus(second).mass());
  }

  void addAll(DimuonCounts other) {
    addEvents(other.events, other.muons);
    masses.addAll(other.masses);
  }

  long events() {
    return events;
  }

  long muons() {
    return muons;
  }

  long pairs() {
    return masses.entries();
  }

  MassHistogram masses() {
    return masses;
  }
}
