package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connector that does what a test tells it, for {@code oci://}. */
final class Counting implements Source {
  private static final Object NOBODY = new Object();

  private final String id;
  private final ReadRecorder recorder = new ReadRecorder();
  private final ReadRecorder common = new ReadRecorder();
  private Supplier<@Nullable ReadListener> accounts = () -> null;
  private Runnable whenAsked = () -> {};
  private volatile Runnable afterCounting = () -> {};
  private final Earlier earlier = new Earlier();
  private boolean busy;

  Counting(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Map<String, ReadSnapshot> figures() {
    final ReadSnapshot ofNoScheme = common.snapshot();
    final ReadSnapshot ofOci = recorder.snapshot();
    afterCounting.run();
    return ofNoScheme.count(Count.EVICTIONS) == 0
        ? Map.of("oci", ofOci)
        : Map.of("oci", ofOci, Accounts.NO_SCHEME, ofNoScheme);
  }

  /** This happens whenever figures have been taken, before anybody has them. */
  Counting afterCounting(Runnable event) {
    afterCounting = event;
    return this;
  }

  /** Some blocks leave the cache, which serves all schemes. */
  Counting evicts(int blocks) {
    for (int i = 0; i < blocks; i++) {
      common.onEviction(10);
    }
    return this;
  }

  @Override
  public Earlier earlier() {
    return earlier;
  }

  @Override
  public boolean busy() {
    final boolean answer = busy;
    busy = false;
    whenAsked.run();
    whenAsked = () -> {};
    return answer;
  }

  /** Is busy until somebody asks, and then this happens. */
  void busyUntilAsked(Runnable event) {
    busy = true;
    whenAsked = event;
  }

  @Override
  public void attribute(Supplier<@Nullable ReadListener> source) {
    accounts = source;
  }

  /** Some reads of ten bytes, each of which asked the store. */
  Counting reads(int reads) {
    for (int i = 0; i < reads; i++) {
      final Request request = request();
      tell(l -> l.onRead(NOBODY, "oci://b@n/o", 0, 10, 2_000_000, 1_000, ReadOutcome.MISS));
      request.end();
    }
    return this;
  }

  /** A request of the calling thread that has not ended. */
  Request request() {
    final ReadListener account = accounts.get();
    final Request request = new Request(account == null ? ReadListener.NONE : account);
    request.tell(l -> l.onRequestSent(NOBODY, "get"));
    return request;
  }

  private void tell(java.util.function.Consumer<ReadListener> event) {
    final ReadListener account = accounts.get();
    event.accept(recorder);
    if (account != null) {
      event.accept(account);
    }
  }

  /** A GET of ten bytes under way. */
  final class Request {
    private final ReadListener account;

    private Request(ReadListener account) {
      this.account = account;
    }

    private void tell(java.util.function.Consumer<ReadListener> event) {
      event.accept(recorder);
      event.accept(account);
    }

    void end() {
      final EndedRequest ended =
          new EndedRequest(
              "get",
              "oci://b@n/o",
              0,
              10,
              1,
              1_000,
              1_000_000,
              500_000,
              10,
              206,
              "127.0.0.1",
              "request");
      tell(l -> l.onRequest(NOBODY, ended));
    }
  }
}
