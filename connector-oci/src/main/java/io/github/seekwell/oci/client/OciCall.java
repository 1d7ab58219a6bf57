package io.github.seekwell.oci.client;

import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.RequestInterceptor;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpTimings;
import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the store: what was asked, in whose context, and what came of it.
 *
 * <p>It is the invocation callback of the SDK's request, puts itself there as an attribute, and so
 * reaches the door, which notes the exchange. Whatever happens in the SDK between, {@link #close()}
 * ends the exchange and reports one {@link Attempt}. Belongs to one thread.
 */
final class OciCall implements RequestInterceptor, AutoCloseable {

  private static final String ATTRIBUTE = OciCall.class.getName();

  private final Operation operation;
  private final String action;
  private final RequestContext context;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private long begun = System.nanoTime();
  private PutCondition condition = PutCondition.ALWAYS;
  private @Nullable ObjectBody body;
  private @Nullable HttpExchange exchange;
  private @Nullable HttpException broken;
  private @Nullable ErrorKind failure = ErrorKind.LOCAL;

  /**
   * @param action for messages, such as {@code get oci://b@n/key [0, 10)}
   */
  OciCall(Operation operation, String action, RequestContext context) {
    this.operation = operation;
    this.action = action;
    this.context = context;
  }

  /** The call that a request of the SDK belongs to; none if the SDK asks on its own account. */
  static Optional<OciCall> of(HttpRequest request) {
    return Optional.ofNullable((OciCall) request.attribute(ATTRIBUTE));
  }

  /** Adds a header that the SDK has no word for, or a worse one. */
  OciCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * Gives the body to send. The SDK gets an empty stream in its place and so can neither consume
   * nor lose it; the engine opens it as often as it sends it.
   */
  OciCall body(ObjectBody toSend) {
    body = toSend;
    return this;
  }

  /** Notes under which condition the request is to be carried out. */
  OciCall onlyIf(PutCondition wanted) {
    condition = wanted;
    return this;
  }

  boolean mustBeAbsent() {
    return condition.ifAbsent();
  }

  /** What a failed precondition means; empty if there was none. */
  String precondition() {
    if (condition.ifAbsent()) {
      return "there is an object already";
    }
    return condition.ifMatch().isAny()
        ? ""
        : "the object is not, or no longer, version " + condition.ifMatch();
  }

  @Override
  public void intercept(HttpRequest request) {
    request.attribute(ATTRIBUTE, this);
    headers.forEach(request::header);
  }

  String action() {
    return action;
  }

  RequestContext context() {
    return context;
  }

  Optional<ObjectBody> body() {
    return Optional.ofNullable(body);
  }

  /** The engine has an answer's head. */
  void answered(HttpExchange newExchange) {
    exchange = newExchange;
  }

  /** The engine gave up before there was an answer. */
  void unanswered(HttpException why) {
    broken = why;
  }

  /** The HTTP status; 0 if none came. */
  int status() {
    return exchange == null ? 0 : exchange.status();
  }

  /** A header of the answer. */
  Optional<String> answer(String name) {
    return exchange == null ? Optional.empty() : exchange.headers().first(name);
  }

  /** The store's name for the request; empty if it gave none. */
  String requestId() {
    return answer("opc-request-id").orElse("");
  }

  /** The IP address that was asked; empty if none was reached. */
  String address() {
    Optional<InetAddress> asked =
        exchange != null
            ? Optional.of(exchange.address())
            : Optional.ofNullable(broken).flatMap(HttpException::address);
    return asked.map(InetAddress::getHostAddress).orElse("");
  }

  /** Everything asked for is here. */
  void succeeded() {
    failure = null;
  }

  void failed(ErrorKind kind) {
    failure = kind;
  }

  /** The request is sent again: ends the exchange it has, and tells the listener of it. */
  void repeated() {
    close();
    exchange = null;
    begun = System.nanoTime();
  }

  /** Ends the exchange and tells the listener, once for each. */
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
                exchange == null ? 0 : exchange.bytesReceived(),
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
}
