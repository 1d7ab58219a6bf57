package io.github.seekwell.core.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a URI points: scheme, host and port. The host is as written in the URI, without brackets.
 * Hosts that {@code java.net.URI} takes for no host (with an underscore, as in old bucket names)
 * are understood.
 */
record Endpoint(String scheme, String host, int port) {

  static Endpoint of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("not an http or https URI: " + bare(uri));
    }
    String host = uri.getHost();
    int port = uri.getPort();
    if (host == null && uri.getRawAuthority() != null) {
      String authority = uri.getRawAuthority();
      host = authority.substring(authority.lastIndexOf('@') + 1);
      int colon = host.lastIndexOf(':');
      if (colon >= 0) {
        port = portOf(host.substring(colon + 1), uri);
        host = host.substring(0, colon);
      }
    }
    if (host == null || host.isEmpty()) {
      throw new IllegalArgumentException("no host in URI: " + bare(uri));
    }
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    return new Endpoint(
        scheme, host.toLowerCase(Locale.ROOT), port >= 0 ? port : defaultPort(scheme));
  }

  boolean secure() {
    return scheme.equals("https");
  }

  /** Host and port as the {@code Host} header has them. */
  String authority() {
    return port == defaultPort(scheme) ? bracketed() : bracketed() + ":" + port;
  }

  String hostAndPort() {
    return bracketed() + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static int portOf(String text, URI uri) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no valid port in URI: " + bare(uri), e);
    }
  }

  /** Without query and user, which may be secrets. */
  private static String bare(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + uri.getRawPath();
  }
}
