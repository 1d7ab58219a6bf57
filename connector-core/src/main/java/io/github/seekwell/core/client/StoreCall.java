package io.github.seekwell.core.client;

import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpExecution;
import io.github.seekwell.core.http.HttpTimings;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.RunningRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the store: what was asked, in whose context, and what came of it. Whatever happens
 * in an SDK between, {@link #close()} ends the exchange and reports one {@link Attempt}. Belongs to
 * one thread.
 */
public final class StoreCall implements AutoCloseable {

  private final Operation operation;
  private final String action;
  private final String requestIdHeader;
  private final RequestContext context;
  private PutCondition condition = PutCondition.ALWAYS;
  private long begun = System.nanoTime();
  private @Nullable HttpExchange exchange;
  private @Nullable HttpException broken;
  private @Nullable ErrorKind failure = ErrorKind.LOCAL;
  private boolean shown;

  /**
   * @param action for messages, such as {@code get oci://b@n/key [0, 10)}
   * @param requestIdHeader the header by which the store names a request
   */
  public StoreCall(
      Operation operation, String action, String requestIdHeader, RequestContext context) {
    this.operation = operation;
    this.action = action;
    this.requestIdHeader = requestIdHeader;
    this.context = context;
  }

  /** Notes under which condition the request is to be carried out. */
  public StoreCall onlyIf(PutCondition wanted) {
    condition = wanted;
    return this;
  }

  /** The request is sent again: ends the exchange it has, and tells the listener of it. */
  public void repeated() {
    close();
    again();
  }

  /** The same request, to be sent once more after it was closed: a new attempt begins. */
  public void again() {
    begun = System.nanoTime();
    exchange = null;
    broken = null;
    failure = ErrorKind.LOCAL;
    shown = false;
  }

  /**
   * Whether a 404 can only mean the bucket, or no store at all: where nothing is listed, stores
   * answer with an empty list.
   */
  public boolean isListing() {
    return operation == Operation.LIST;
  }

  public boolean mustBeAbsent() {
    return condition.ifAbsent();
  }

  /** Whether the store was asked to look at the object's version first. */
  public boolean conditional() {
    return condition.ifAbsent() || !condition.ifMatch().isAny();
  }

  /** What a failed precondition means; empty if there was none. */
  public String precondition() {
    if (condition.ifAbsent()) {
      return "there is an object already";
    }
    return condition.ifMatch().isAny()
        ? ""
        : "the object is not, or no longer, version " + condition.ifMatch();
  }

  public String action() {
    return action;
  }

  public RequestContext context() {
    return context;
  }

  /** Gives a request the terms of its context: how long to wait, and whom not to ask. */
  public HttpCall.Builder within(HttpCall.Builder request) throws UnknownHostException {
    request.stallDeadline(context.stallDeadline());
    if (!context.avoidAddress().isEmpty()) {
      request.avoid(InetAddress.getByName(context.avoidAddress()));
    }
    return request;
  }

  /**
   * Has the engine send the request; whoever watches may end it from now on. The exchange ends with
   * the call.
   *
   * @throws HttpException if no answer came
   */
  public HttpExchange send(HttpExecution execution) throws IOException {
    shown = true;
    context.watch().sending(new Shown(execution));
    try {
      HttpExchange answer = execution.execute();
      exchange = answer;
      return answer;
    } catch (HttpException e) {
      broken = e;
      throw e;
    }
  }

  /** The HTTP status; 0 if none came. */
  public int status() {
    return exchange == null ? 0 : exchange.status();
  }

  /** A header of the answer. */
  public Optional<String> answer(String name) {
    return exchange == null ? Optional.empty() : exchange.headers().first(name);
  }

  /** How much of the answer's body has come so far; 0 if it has none. */
  public long bytesReceived() {
    return exchange == null ? 0 : exchange.bytesReceived();
  }

  /** The store's name for the request; empty if it gave none. */
  public String requestId() {
    return answer(requestIdHeader).orElse("");
  }

  /** The IP address that was asked; empty if none was reached. */
  public String address() {
    Optional<InetAddress> asked =
        exchange != null
            ? Optional.of(exchange.address())
            : Optional.ofNullable(broken).flatMap(HttpException::address);
    return asked.map(InetAddress::getHostAddress).orElse("");
  }

  /** Everything asked for is here. */
  public void succeeded() {
    failure = null;
  }

  public void failed(ErrorKind kind) {
    failure = kind;
  }

  /**
   * Ends the exchange and tells the listener, once; a request that could not even be made, for want
   * of credentials say, is none.
   */
  @Override
  public void close() {
    if (exchange != null) {
      if (failure == null || exchange.status() >= 300) {
        exchange.close();
      } else {
        // Nobody will want the rest of a wrong answer, however long it is.
        exchange.abort();
      }
    }
    if (!shown) {
      return;
    }
    HttpTimings timings = exchange == null ? waited() : exchange.timings();
    context
        .listener()
        .ended(
            new Attempt(
                operation,
                context.attempt(),
                timings.queueNanos() + timings.connectNanos(),
                timings.firstByteNanos(),
                timings.bodyNanos(),
                bytesReceived(),
                status(),
                address(),
                requestId(),
                outcome()),
            context);
  }

  /**
   * Without an answer only the whole time is known; it was spent on getting a connection or not.
   */
  private HttpTimings waited() {
    boolean connecting = broken != null && broken.kind().beforeRequest();
    return new HttpTimings(connecting ? System.nanoTime() - begun : 0, 0, 0, 0, 1, false);
  }

  private Outcome outcome() {
    if (failure == null) {
      return Outcome.OK;
    } else if (failure == ErrorKind.THROTTLED) {
      return Outcome.THROTTLED;
    }
    boolean refused = status() >= 400 && status() < 500 && !failure.retryable();
    return refused ? Outcome.REFUSED : Outcome.FAILED;
  }

  /** A call of the engine, as others see it. */
  private record Shown(HttpExecution execution) implements RunningRequest {
    @Override
    public void abort() {
      execution.abort();
    }

    @Override
    public String address() {
      return execution.address().map(InetAddress::getHostAddress).orElse("");
    }
  }
}
