package io.github.seekwell.oci.client;

import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.RequestInterceptor;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way through the SDK: its account, and what goes past the SDK to the door.
 *
 * <p>It is the invocation callback of the SDK's request, puts itself there as an attribute, and so
 * reaches the door, which notes the exchange in the account. Belongs to one thread.
 */
final class OciCall implements RequestInterceptor {

  /** The header by which the service names a request. */
  private static final String REQUEST_ID = "opc-request-id";

  private static final String ATTRIBUTE = OciCall.class.getName();

  private final StoreCall account;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable ObjectBody body;
  private @Nullable HttpCall sent;

  /**
   * @param action for messages, such as {@code get oci://b@n/key [0, 10)}
   */
  OciCall(Operation operation, String action, RequestContext context) {
    this.account = new StoreCall(operation, action, REQUEST_ID, context);
  }

  /** The call that a request of the SDK belongs to; none if the SDK asks on its own account. */
  static Optional<OciCall> of(HttpRequest request) {
    return Optional.ofNullable((OciCall) request.attribute(ATTRIBUTE));
  }

  /** What was asked, in whose context, and what came of it. */
  StoreCall account() {
    return account;
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
    account.onlyIf(wanted);
    return this;
  }

  @Override
  public void intercept(HttpRequest request) {
    request.attribute(ATTRIBUTE, this);
    headers.forEach(request::header);
  }

  /** Has the engine send a request, as part of this call and on the terms of its context. */
  HttpExchange send(HttpEngine engine, HttpCall.Builder request) throws IOException {
    HttpCall toSend = account.within(request).build();
    sent = toSend;
    return account.send(engine.prepare(toSend));
  }

  /** What was sent last. */
  Optional<HttpCall> sent() {
    return Optional.ofNullable(sent);
  }

  Optional<ObjectBody> body() {
    return Optional.ofNullable(body);
  }
}
