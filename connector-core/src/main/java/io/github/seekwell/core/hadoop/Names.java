package io.github.seekwell.core.hadoop;

import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Paths to keys and back. A key is a path's text without its first slash, character by character:
 * nothing is encoded or decoded. Keys that no path can name (empty parts, {@code .} and {@code ..})
 * have no path.
 */
final class Names {
  private final String scheme;
  private final String authority;

  Names(URI root) {
    this.scheme = root.getScheme();
    this.authority = root.getAuthority();
  }

  /**
   * @param path absolute
   */
  String key(Path path) {
    String text = path.toUri().getPath();
    int start = text.startsWith("/") ? 1 : 0;
    // A path that was made of a URI keeps the slash at its end; one that was made of text does not.
    int end = text.endsWith("/") ? text.length() - 1 : text.length();
    return start < end ? text.substring(start, end) : "";
  }

  /**
   * @param key without a slash at its end
   */
  Path path(String key) {
    return new Path(scheme, authority, "/" + key);
  }

  /** The path of a key that somebody else made; nothing if no path names it. */
  Optional<Path> pathIfAny(String key) {
    if (key.isEmpty()
        || key.startsWith("/")
        || key.endsWith("/")
        || key.contains("//")
        || hasDots(key)) {
      return Optional.empty();
    }
    Path path = path(key);
    return key(path).equals(key) ? Optional.of(path) : Optional.empty();
  }

  /** A part that a path takes for itself or its parent. */
  private static boolean hasDots(String key) {
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      if (dot == 0 || key.charAt(dot - 1) == '/') {
        int end = key.startsWith("..", dot) ? dot + 2 : dot + 1;
        if (end == key.length() || key.charAt(end) == '/') {
          return true;
        }
      }
    }
    return false;
  }
}
