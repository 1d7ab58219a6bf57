package io.github.seekwell.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into addresses; called by many threads. */
@FunctionalInterface
public interface Resolver {

  /**
   * Returns the present addresses of a host, best first, without duplicates.
   *
   * @throws UnknownHostException if there are none or the name service cannot be asked
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
