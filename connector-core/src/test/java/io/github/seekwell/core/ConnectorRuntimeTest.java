package io.github.seekwell.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.http.ConnectionCounts;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.metrics.Gauge;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.PacedStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SlowStore;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorRuntimeTest {
  private static final ConnectorConfig CONFIG = ConnectorConfig.from(Settings.of(Map.of()));

  private final String before = System.getProperty(JvmShare.PROPERTY, "");

  @BeforeEach
  void forgetOthers() {
    System.clearProperty(JvmShare.PROPERTY);
  }

  @AfterEach
  void restoreProperty() {
    System.clearProperty(JvmShare.PROPERTY);
    if (!before.isEmpty()) {
      System.setProperty(JvmShare.PROPERTY, before);
    }
  }

  @Test
  void fileSystems_shareOneCache_andItOutlivesThem() throws Exception {
    RampObject ramp = RampObject.of(1 << 20);
    MemoryStore memory = new MemoryStore();
    RecordingStore store = new RecordingStore(memory);
    ObjectInfo object = memory.hold("key", ramp);
    for (int user = 0; user < 3; user++) {
      try (ConnectorRuntime runtime = ConnectorRuntime.acquire(CONFIG);
          ObjectStore stack = runtime.stack(store, CONFIG);
          ObjectReader reader = runtime.readers(CONFIG).open(stack, object, "task")) {
        byte[] buffer = new byte[1000];
        assertThat(reader.read(77, buffer, 0, 1000)).isEqualTo(1000);
        ramp.verify(77, buffer, 0, 1000);
        assertThat(runtime.cachedBytes()).isPositive();
      }
    }
    assertThat(store.gets()).hasSize(1);
  }

  @Test
  void laterFileSystem_looksAheadAsItWasToldItself() throws Exception {
    MemoryStore memory = new MemoryStore();
    RecordingStore store = new RecordingStore(memory);
    ObjectInfo object = memory.hold("no look-ahead", RampObject.of(1 << 20));
    ConnectorConfig without =
        ConnectorConfig.from(Settings.of(Map.of("fs.seekwell.read.look-ahead-max", "0")));
    try (ConnectorRuntime first = ConnectorRuntime.acquire(CONFIG);
        ConnectorRuntime second = ConnectorRuntime.acquire(without);
        ObjectStore stack = second.stack(store, without);
        ObjectReader reader = second.readers(without).open(stack, object, "task")) {
      int blockSize = first.config().cache().blockSize();
      for (int block = 0; block < 3; block++) {
        assertThat(reader.read((long) block * blockSize)).isNotNegative();
      }
      assertThat(store.gets())
          .hasSize(3)
          .allSatisfy(r -> assertThat(r.length()).isEqualTo(blockSize));
    }
  }

  @Test
  void lookAheadUnderWay_isInFlight_untilItIsHere() throws Exception {
    MemoryStore memory = new MemoryStore();
    RecordingStore recording = new RecordingStore(memory);
    SlowStore store = new SlowStore(recording);
    ObjectInfo object = memory.hold("held look-ahead", RampObject.of(8 << 20));
    store.hold(request -> request.context().priority() == Priority.LOOK_AHEAD);
    try (ConnectorRuntime runtime = ConnectorRuntime.acquire(CONFIG);
        ObjectStore stack = runtime.stack(store, CONFIG);
        ObjectReader reader = runtime.readers(CONFIG).open(stack, object, "task")) {
      int blockSize = runtime.config().cache().blockSize();
      for (int block = 0; block < 3; block++) {
        assertThat(reader.read((long) block * blockSize)).isNotNegative();
      }
      long ahead = store.awaitHeld(1).get(0).range().length();
      Await.until("only look-ahead is left", () -> ConnectorRuntime.inFlightBytes() == ahead);
      store.releaseAll();
      Await.until("nothing is on its way", () -> ConnectorRuntime.inFlightBytes() == 0);
      assertThat(reader.available(3L * blockSize)).isEqualTo(blockSize);
    }
  }

  @Test
  void thePaceOfAnEndpoint_isMeasuredOnceForAllItsStores() throws Exception {
    StoreId here = new StoreId("memory", "http://here", "bucket", "nobody");
    StoreId same = new StoreId("memory", "http://here", "another", "somebody");
    StoreId elsewhere = new StoreId("memory", "http://elsewhere", "bucket", "nobody");
    MemoryStore memory = new MemoryStore(here, InstantSource.system());
    ObjectInfo object = memory.hold("key", RampObject.of(1000));
    ObjectStore steady = new PacedStore(memory, 7_000_000);
    try (ConnectorRuntime first = ConnectorRuntime.acquire(CONFIG);
        ConnectorRuntime second = ConnectorRuntime.acquire(CONFIG);
        ObjectStore stack = first.stack(steady, CONFIG)) {
      Supplier<Pace> pace = second.pace(same);
      assertThat(pace.get()).isEqualTo(Pace.DEFAULT);
      for (int i = 0; i < 8; i++) {
        stack.get(
            object.key(),
            ByteRange.of(0, 10),
            object.etag(),
            BodyHandler.IGNORE,
            RequestContext.DEMAND);
      }
      assertThat(pace.get().firstByteNanos()).isBetween(6_700_000L, 7_300_000L);
      assertThat(first.pace(elsewhere).get()).isEqualTo(Pace.DEFAULT);
    }
  }

  @Test
  void aSchemeInUse_hasABeanInThePlatformsServer_untilTheLastFileSystemCloses() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName ofScheme = new ObjectName("io.github.seekwell:scheme=bean,*");
    MemoryStore memory =
        new MemoryStore(
            new StoreId("bean", "memory://bean", "bucket", "nobody"), InstantSource.system());
    try (ConnectorRuntime first = ConnectorRuntime.acquire(CONFIG)) {
      try (ConnectorRuntime second = ConnectorRuntime.acquire(CONFIG)) {
        second.stack(memory, CONFIG).close();
      }
      Object owner = ConnectorRuntime.environment().owner("bean");
      first.listener().onHits(owner, 3, 30);
      assertThat(server.queryNames(ofScheme, null))
          .singleElement()
          .satisfies(
              bean -> {
                assertThat(bean.getKeyProperty("type")).isEqualTo("ObjectStoreIO");
                assertThat(server.getAttribute(bean, "read.hit.count")).isEqualTo(3L);
              });
    }
    assertThat(server.queryNames(ofScheme, null)).isEmpty();
  }

  @Test
  void snapshot_tellsWhatCacheHoldsNow() throws Exception {
    MemoryStore memory = new MemoryStore();
    ObjectInfo object = memory.hold("held", RampObject.of(100_000));
    try (ConnectorRuntime runtime = ConnectorRuntime.acquire(CONFIG);
        ObjectStore stack = runtime.stack(memory, CONFIG);
        ObjectReader reader = runtime.readers(CONFIG).open(stack, object, "task")) {
      reader.read(0);
      ReadSnapshot now = ConnectorRuntime.snapshot();
      assertThat(now.gauge(Gauge.CACHED_BYTES)).isEqualTo(runtime.cachedBytes()).isPositive();
      Await.until(
          "nothing is on its way",
          () -> ConnectorRuntime.snapshot().gauge(Gauge.IN_FLIGHT_BYTES) == 0);
    }
  }

  @Test
  void anEnginesConnections_areCounted_untilItIsClosed() throws Exception {
    try (ConnectorRuntime runtime = ConnectorRuntime.acquire(CONFIG)) {
      HttpEngine engine = runtime.engine(CONFIG.http());
      assertThat(engine.connections()).isEqualTo(ConnectionCounts.NONE);
      assertThat(ConnectorRuntime.snapshot().gauge(Gauge.CONNECTIONS_LEASED)).isZero();
      engine.close();
      assertThat(engine.closed()).isTrue();
    }
  }

  @Test
  void stack_printsItsLayersFromTheOutside() {
    try (ConnectorRuntime runtime = ConnectorRuntime.acquire(CONFIG)) {
      assertThat(runtime.stack(new MemoryStore(), CONFIG).toString())
          .startsWith("ChangeTelling(Observed(Retrying(8, Hedging(0.02, Limiting(64, ");
    }
  }

  @Test
  void closingTwice_leavesOnce() {
    ConnectorRuntime first = ConnectorRuntime.acquire(CONFIG);
    ConnectorRuntime second = ConnectorRuntime.acquire(CONFIG);
    first.close();
    first.close();
    assertThat(second.readers(CONFIG)).isNotNull();
    second.close();
  }

  @Test
  void oneClassLoader_hasTheWholeBudget() {
    JvmShare only = new JvmShare();
    assertThat(only.of(1000)).isEqualTo(1000);
    assertThat(only.of(1000)).isEqualTo(1000);
  }

  @Test
  void twoClassLoadersThatRead_takeHalfEach() {
    JvmShare first = new JvmShare();
    JvmShare second = new JvmShare();
    assertThat(first.of(1000)).isEqualTo(1000);
    assertThat(second.of(1000)).isEqualTo(500);
    assertThat(first.of(1000)).isEqualTo(500);
    assertThat(System.getProperty(JvmShare.PROPERTY)).isEqualTo("2");
  }

  @Test
  void foreignTextInTheProperty_breaksNothing() {
    System.setProperty(JvmShare.PROPERTY, "somebody else's");
    assertThat(new JvmShare().of(1000)).isEqualTo(1000);
  }
}
