package io.github.seekwell.core.net;

import java.net.InetAddress;

/**
 * Hears what becomes of a host's addresses. Called in the thread that caused the event, outside all
 * locks of the {@link AddressBook}; methods return quickly and do not throw.
 */
public interface AddressListener {

  /** Listens to nothing. */
  AddressListener NONE = new AddressListener() {};

  /** The host has an address it did not have before (also told of every address at first). */
  default void addressAdded(String host, InetAddress address) {}

  /** The host no longer has this address. */
  default void addressRemoved(String host, InetAddress address) {}

  /**
   * A connection to the address failed, or a request on it got no answer; it is left alone for this
   * many nanoseconds.
   */
  default void addressFailed(String host, InetAddress address, long leftAloneNanos) {}

  /** An address that was left alone takes connections, or answers, as it should. */
  default void addressRecovered(String host, InetAddress address) {}

  /**
   * The name service was asked.
   *
   * @param nanos how long it took
   * @param ok whether it gave addresses
   */
  default void lookedUp(String host, long nanos, boolean ok) {}

  /** The name service did not answer; the old addresses stay in use. */
  default void lookupFailed(String host, String reason) {}

  /**
   * An address answers much later than others do, and is left alone for a while.
   *
   * @param leftAloneNanos for how long
   */
  default void addressSlow(String host, InetAddress address, long leftAloneNanos) {
    addressFailed(host, address, leftAloneNanos);
  }
}
