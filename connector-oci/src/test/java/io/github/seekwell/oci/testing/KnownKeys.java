package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Request;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several users, who come and go, and what each may do. Safe for threads. */
public final class KnownKeys implements SignatureCheck {
  private static final Pattern KEY_ID = Pattern.compile("keyId=\"([^\"]*)\"");
  private static final Pattern SIGNED = Pattern.compile("headers=\"([^\"]*)\"");
  private static final String ON_BEHALF_OF = "opc-obo-token";

  private record Known(PublicKey key, String onBehalfOf, Predicate<Request> allowed) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Lets somebody do anything. */
  public void accept(String keyId, PublicKey key) {
    accept(keyId, key, request -> true);
  }

  /** Lets somebody do some things; what else there may be he is not told. */
  public void accept(String keyId, PublicKey key, Predicate<Request> allowed) {
    known.put(keyId, new Known(key, "", allowed));
  }

  /** Lets somebody act for somebody else, whose token has to be sent and signed. */
  public void acceptFor(String keyId, PublicKey key, String token) {
    known.put(keyId, new Known(key, token, request -> true));
  }

  public void revoke(String keyId) {
    known.remove(keyId);
  }

  public void revokeAll() {
    known.clear();
  }

  @Override
  public void check(Request request, Body body) {
    String authorization = request.header("Authorization").orElse("");
    Known user = Optional.ofNullable(known.get(first(KEY_ID, authorization))).orElse(null);
    if (user == null) {
      throw OciRefusal.notAuthenticated("The key id is unknown.");
    }
    new ApiKeySignature(first(KEY_ID, authorization), user.key, Clock.systemUTC())
        .check(request, body);
    if (!user.onBehalfOf.equals(request.header(ON_BEHALF_OF).orElse(""))) {
      throw OciRefusal.notAuthenticated("The delegation token is another.");
    }
    if (!user.onBehalfOf.isEmpty() && !first(SIGNED, authorization).contains(ON_BEHALF_OF)) {
      throw OciRefusal.notAuthenticated("The delegation token is not signed.");
    }
    if (!user.allowed.test(request)) {
      throw OciRefusal.ofStatus(404);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
