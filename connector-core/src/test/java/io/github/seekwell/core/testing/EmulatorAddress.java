package io.github.seekwell.core.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * One of the emulator's addresses, which can fail by itself. The methods return when the change has
 * taken effect.
 */
public final class EmulatorAddress {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String host;
  private final Function<EmulatorAddress, ServerBootstrap> bootstrap;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private Optional<Channel> server = Optional.empty();
  private int port;
  private volatile boolean up;
  private volatile boolean hung;
  private volatile Slowness slowness = Slowness.NONE;

  EmulatorAddress(String host, Function<EmulatorAddress, ServerBootstrap> bootstrap) {
    this.host = host;
    this.bootstrap = bootstrap;
  }

  /** What this address adds to the latency model. */
  record Slowness(Duration firstByte, long bytesPerSecond) {
    static final Slowness NONE = new Slowness(Duration.ZERO, 0);
  }

  public String host() {
    return host;
  }

  /** Refuses new connections and resets those there are. */
  public synchronized void takeDown() {
    up = false;
    server.ifPresent(channel -> channel.close().syncUninterruptibly());
    server = Optional.empty();
    resetConnections();
  }

  /** Accepts connections and requests, and answers none of them, not even later. */
  public void hang() {
    hung = true;
  }

  /**
   * Answers later and slower than the others, on all connections.
   *
   * @param firstByte added to the model's
   * @param bytesPerSecond limit per answer; 0 for none
   */
  public void slow(Duration firstByte, long bytesPerSecond) {
    slowness = new Slowness(firstByte, bytesPerSecond);
  }

  /** All well again, from any state. What was hung before stays unanswered. */
  public synchronized void bringUp() throws IOException {
    hung = false;
    slowness = Slowness.NONE;
    if (server.isEmpty()) {
      rebind();
    }
  }

  /** The system lets go of a door that was closed a little later. */
  private void rebind() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        bind(port);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Resets all connections; new ones are welcome. */
  public void resetConnections() {
    connections.forEach(EmulatorAddress::makeReset);
    connections.close().syncUninterruptibly();
  }

  public int openConnections() {
    return connections.size();
  }

  boolean hung() {
    return hung;
  }

  Slowness slowness() {
    return slowness;
  }

  void accepted(Channel connection) {
    connections.add(connection);
    if (!up) {
      makeReset(connection);
      connection.close();
    }
  }

  /** Closing will tell the peer that something broke, and drop what is under way. */
  static void makeReset(Channel connection) {
    try {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // It was closed in this moment.
    }
  }

  /** Binds, to any port if 0 is wanted, and tells which. */
  synchronized int bind(int wanted) throws IOException {
    ChannelFuture binding = bootstrap.apply(this).bind(host, wanted).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException("Cannot listen on " + host + ":" + wanted, binding.cause());
    }
    Channel bound = binding.channel();
    server = Optional.of(bound);
    up = true;
    port = ((InetSocketAddress) bound.localAddress()).getPort();
    return port;
  }
}
