package io.github.seekwell.core.metrics;

import org.jspecify.annotations.Nullable;

/** The token that events of one owner carry: it knows where they are counted. Safe for threads. */
final class Owner {
  private final ReadRecorder scheme;
  private final ReadListener account;
  private final @Nullable ReadRecorder own;
  private final int number;

  // Where the last thread to count a hit did so: a hint, which races may lose.
  private HitRows.@Nullable Slot last;

  private Owner(ReadRecorder scheme, ReadListener account, @Nullable ReadRecorder own, int number) {
    this.scheme = scheme;
    this.account = account;
    this.own = own;
    this.number = number;
  }

  /** Whose work nobody has claimed. */
  static Owner unclaimed(ReadRecorder scheme) {
    return new Owner(scheme, scheme, null, 0);
  }

  /**
   * Whose work {@code claimant} has claimed.
   *
   * @param number differs from those of the owners before, most often
   */
  static Owner claimed(ReadRecorder scheme, ReadListener claimant, int number) {
    ReadRecorder own = claimant instanceof ReadRecorder recorder ? recorder : null;
    return new Owner(scheme, ListenerChain.of(scheme, claimant), own, number);
  }

  ReadRecorder scheme() {
    return scheme;
  }

  /** Hears every event: the scheme's recorder, and whoever has claimed this owner. */
  ReadListener account() {
    return account;
  }

  /** The account if it is a recorder of ours, which is asked and need not be told at once. */
  @Nullable ReadRecorder own() {
    return own;
  }

  int number() {
    return number;
  }

  /** Whether somebody listens who never asks, and so must be told at once. */
  boolean isToldAtOnce() {
    return own == null && account != scheme;
  }

  boolean isCountedBy(ReadRecorder recorder) {
    return scheme == recorder || own == recorder;
  }

  HitRows.@Nullable Slot last() {
    return last;
  }

  /** Of many threads that share an owner each would take the line from the others' caches. */
  void last(HitRows.Slot slot) {
    if (own != null) {
      last = slot;
    }
  }

  @Override
  public String toString() {
    return account == scheme ? "nobody" : account.toString();
  }
}
