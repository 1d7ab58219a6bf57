package io.github.seekwell.core.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An object store on loopback addresses, with a latency, faults by script, and a log of every
 * request. Its objects outlive their versions' names: see {@link StoredObjects}.
 *
 * <pre>{@code
 * try (StoreEmulator emulator = StoreEmulator.builder(dialect).bucket("b").start()) {
 *   emulator.script(stall(Duration.ofSeconds(2)), resetAfter(1000), status(503), ok());
 *   ...
 *   assertThat(emulator.log().ranges("GetObject")).containsExactly(...);
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread but the emulator's own.
 */
public final class StoreEmulator implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 20;
  private static final int BACKLOG = 1024;
  // Three names of 1024 bytes, percent-encoded, fit a listing's request line.
  private static final int MOST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 64 * 1024;
  private static final int BODY_PIECE = 64 * 1024;

  private final EventLoopGroup loops;
  private final EmulatorParts parts;
  private final List<EmulatorAddress> addresses;
  private final int port;

  private StoreEmulator(
      EventLoopGroup loops, EmulatorParts parts, List<EmulatorAddress> addresses, int port) {
    this.loops = loops;
    this.parts = parts;
    this.addresses = List.copyOf(addresses);
    this.port = port;
  }

  public static Builder builder(Dialect dialect) {
    return new Builder(dialect);
  }

  /** The same port on every address. */
  public int port() {
    return port;
  }

  /** Where the first address is reached, such as {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return endpoints().get(0);
  }

  public List<URI> endpoints() {
    return addresses.stream()
        .map(address -> URI.create("http://" + address.host() + ":" + port))
        .toList();
  }

  public EmulatorAddress address(String host) {
    return addresses.stream()
        .filter(address -> address.host().equals(host))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not an address of ours: " + host));
  }

  public StoredObjects objects() {
    return parts.objects;
  }

  public RequestLog log() {
    return parts.log;
  }

  public Script script() {
    return parts.script;
  }

  /** The faults of the next calls, whatever they are. */
  public void script(Fault... faults) {
    parts.script.next(Call.any(), faults);
  }

  /** The faults of the next calls that match. */
  public void script(Predicate<Call> matching, Fault... faults) {
    parts.script.next(matching, faults);
  }

  /** Stops listening, resets connections, and removes spooled bodies. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    parts.alarms.shutdownNow();
    parts.objects.close();
  }

  /** What an emulator is made of. */
  public static final class Builder {
    private final Dialect dialect;
    private final List<String> buckets = new ArrayList<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private Clock clock = Clock.systemUTC();
    private StoredObjects objects = StoredObjects.inMemory(Clock.systemUTC());
    private LatencyModel latency = LatencyModel.none();
    private int port;
    private int threads = 2;

    private Builder(Dialect dialect) {
      this.dialect = dialect;
    }

    public Builder bucket(String name) {
      buckets.add(name);
      return this;
    }

    /** Loopback addresses; 127.0.0.1 if none is given. */
    public Builder addresses(String... more) {
      hosts.addAll(List.of(more));
      return this;
    }

    /** A fixed port; by default the system chooses a free one. */
    public Builder port(int fixed) {
      port = fixed;
      return this;
    }

    public Builder latency(LatencyModel model) {
      latency = model;
      return this;
    }

    /** In memory by default. The emulator closes them when it closes. */
    public Builder objects(StoredObjects kept) {
      objects = kept;
      return this;
    }

    /** Of the log's times. */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /** Event loops; two serve hundreds of connections. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /**
     * Starts listening.
     *
     * @throws IOException if the port is taken, or no port is free on all addresses
     */
    public StoreEmulator start() throws IOException {
      buckets.forEach(objects::createBucket);
      if (hosts.isEmpty()) {
        hosts.add("127.0.0.1");
      }
      EmulatorParts parts = new EmulatorParts(dialect, objects, latency, new RequestLog(clock));
      EventLoopGroup loops =
          new MultiThreadIoEventLoopGroup(
              threads, new DefaultThreadFactory("store-emulator", true), NioIoHandler.newFactory());
      List<EmulatorAddress> addresses = new ArrayList<>();
      for (String host : hosts) {
        addresses.add(new EmulatorAddress(host, address -> bootstrap(loops, parts, address)));
      }
      try {
        return new StoreEmulator(loops, parts, addresses, bindAll(addresses));
      } catch (IOException e) {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        throw e;
      }
    }

    /** The port the system chose on one address may be taken on another: then choose again. */
    private int bindAll(List<EmulatorAddress> addresses) throws IOException {
      for (int attempt = 1; ; attempt++) {
        try {
          int bound = port;
          for (EmulatorAddress address : addresses) {
            bound = address.bind(bound);
          }
          return bound;
        } catch (IOException e) {
          addresses.forEach(EmulatorAddress::takeDown);
          if (port != 0 || attempt == PORT_ATTEMPTS) {
            throw e;
          }
        }
      }
    }

    private static ServerBootstrap bootstrap(
        EventLoopGroup loops, EmulatorParts parts, EmulatorAddress address) {
      return new ServerBootstrap()
          .group(loops)
          .channel(NioServerSocketChannel.class)
          .option(ChannelOption.SO_BACKLOG, BACKLOG)
          .childOption(ChannelOption.TCP_NODELAY, true)
          .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, COUNTING_REGIONS)
          .childHandler(
              new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                  channel
                      .pipeline()
                      .addLast(
                          new HttpServerCodec(MOST_LINE, MOST_HEADERS, BODY_PIECE),
                          new EmulatorConnection(parts, address));
                }
              });
    }
  }

  /**
   * Netty takes a file's region for weightless, and would queue a whole object at once; then the
   * log would count bytes that a client who hangs up never gets.
   */
  private static final MessageSizeEstimator COUNTING_REGIONS =
      () -> {
        MessageSizeEstimator.Handle others = DefaultMessageSizeEstimator.DEFAULT.newHandle();
        return message ->
            message instanceof FileRegion region
                ? (int) Math.min(Integer.MAX_VALUE, region.count())
                : others.size(message);
      };
}
