package io.github.seekwell.spark;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that counts: the connector of one class loader.
 *
 * <p>Spark may load us once or twice in a JVM. Whoever adds figures up keeps one snapshot for each
 * id, and so counts nothing twice however often he hears of it.
 */
interface Source {
  /** The connector that lives in the class loader of this class; not touched before it is asked. */
  Source HERE = new Here(UUID.randomUUID().toString(), new Earlier());

  /** Differs between class loaders and between JVMs. */
  String id();

  /**
   * Everything since the class loader began, by scheme; what belongs to no scheme is under the
   * empty name.
   */
  Map<String, ReadSnapshot> figures();

  /** What of it belongs to applications that have ended. */
  Earlier earlier();

  /** Everything since the last application ended, by scheme. */
  default Map<String, ReadSnapshot> ofThisApplication() {
    return earlier().beyond(figures());
  }

  /** Whether something that was asked for, in hope perhaps, has not come yet. */
  boolean busy();

  /** Has everything that a thread causes told to the account that {@code accounts} names for it. */
  void attribute(Supplier<@Nullable ReadListener> accounts);

  /** The runtime of this class loader. */
  record Here(String id, Earlier earlier) implements Source {

    @Override
    public Map<String, ReadSnapshot> figures() {
      return ConnectorRuntime.snapshots();
    }

    @Override
    public boolean busy() {
      return !ConnectorRuntime.isQuiet();
    }

    @Override
    public void attribute(Supplier<@Nullable ReadListener> accounts) {
      ConnectorRuntime.environment().owners(accounts);
    }
  }
}
