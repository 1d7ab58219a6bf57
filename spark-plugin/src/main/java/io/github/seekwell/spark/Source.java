package io.github.seekwell.spark;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Something that counts: the connector of one class loader.
 *
 * <p>Spark may load us once or twice in a JVM. Whoever adds figures up keeps one snapshot for each
 * id, and so counts nothing twice however often he hears of it.
 *
 * @param id differs between class loaders and between JVMs
 * @param figures everything since the class loader began
 */
record Source(String id, Supplier<ReadSnapshot> figures) {
  /** The connector that lives in the class loader of this class; not touched before it is asked. */
  static final Source HERE =
      new Source(UUID.randomUUID().toString(), () -> ConnectorRuntime.snapshot());
}
