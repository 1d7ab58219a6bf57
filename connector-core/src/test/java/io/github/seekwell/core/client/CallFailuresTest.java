package io.github.seekwell.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CallFailuresTest {
  private final StoreCall call =
      new StoreCall(Operation.GET, "get mem://b/k", "x-id", RequestContext.DEMAND);

  @Test
  void interrupt_whateverItIsWrappedIn_isRestored() {
    Throwable wrapped = new UncheckedIOException(new InterruptedIOException("waiting"));

    assertThat(CallFailures.ofTransport(call, wrapped))
        .hasValueSatisfying(told -> assertThat(told.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();
  }

  /** As of a metadata service that nobody answers for. */
  @Test
  void timeLimitOfSomebodysSocket_isNoInterrupt() {
    Throwable wrapped = new IOException(new SocketTimeoutException("connect timed out"));

    assertThat(CallFailures.ofTransport(call, wrapped)).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }
}
