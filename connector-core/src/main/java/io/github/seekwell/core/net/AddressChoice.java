package io.github.seekwell.core.net;

import java.net.InetAddress;
import java.util.List;

/**
 * A host's addresses as one caller should try them.
 *
 * @param ready in good standing, rotated so that successive callers begin at different ones; before
 *     them, for one caller, an address that failed and is to be tried again
 * @param leftAlone those that failed lately, the least bad first: a last resort
 */
public record AddressChoice(List<InetAddress> ready, List<InetAddress> leftAlone) {

  public AddressChoice {
    ready = List.copyOf(ready);
    leftAlone = List.copyOf(leftAlone);
  }

  /** Whether the host has this address at all. */
  public boolean contains(InetAddress address) {
    return ready.contains(address) || leftAlone.contains(address);
  }
}
