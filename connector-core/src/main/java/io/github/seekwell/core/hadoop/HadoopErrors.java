package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import javax.net.ssl.SSLException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathIOException;

/**
 * Turns a store's failure into the exception that callers of Hadoop's file systems expect. The
 * {@link StoreException} stays as the cause and its message is kept, save that a path is not
 * repeated.
 */
final class HadoopErrors {
  private HadoopErrors() {}

  /**
   * @param path what the caller named
   */
  static IOException translate(StoreException e, String path) {
    String detail = without(path, "" + e.getMessage());
    String message = path + ": " + detail;
    return switch (e.kind()) {
      case NOT_FOUND -> caused(new FileNotFoundException("no such file: " + message), e);
      case BUCKET_NOT_FOUND ->
          caused(new UnknownBucketException("no such bucket, or not for you: " + message), e);
      case ACCESS_DENIED -> caused(new AccessDeniedException(path, null, detail), e);
      case UNAUTHENTICATED ->
          caused(
              new AccessDeniedException(
                  path,
                  null,
                  "the credentials are missing, wrong or expired: check the settings of the"
                      + " authenticator for this scheme and bucket: "
                      + detail),
              e);
      case CLOCK_WRONG ->
          caused(
              new AccessDeniedException(
                  path, null, "this machine's clock is wrong, set it (NTP): " + detail),
              e);
      case CHANGED ->
          new ObjectChangedException(
              path, "the file was overwritten or removed while it was open: " + detail, e);
      case ALREADY_EXISTS ->
          caused(new FileAlreadyExistsException("the file exists already: " + message), e);
      case IN_DOUBT ->
          caused(
              new FileAlreadyExistsException(
                  "the target exists already, and nothing was removed: " + message),
              e);
      case INVALID_RANGE -> caused(new EOFException(message), e);
      case UNSUPPORTED, INVALID_REQUEST, LOCAL -> new ToldOnce(path, detail, e);
      case INTERRUPTED -> caused(new InterruptedIOException(message), e);
      case STALLED -> caused(new SocketTimeoutException(message), e);
      case CONNECTION -> caused(new ConnectException(message), e);
      case UNKNOWN_HOST -> caused(new UnknownHostException(message), e);
      case TLS -> new SSLException(message, e);
      case CHECKSUM -> caused(new ChecksumException(message, 0), e);
      case CLOSED, CONFLICT, THROTTLED, SERVER_ERROR, TRUNCATED, WRONG_ANSWER ->
          new IOException(message, e);
    };
  }

  /**
   * "get oci://b@n/key [0, 10): …" as "get [0, 10): …", because the path stands in front of it. A
   * key that is a directory's, with a slash at its end, is taken for the path too.
   */
  private static String without(String path, String detail) {
    int begin = detail.indexOf(" " + path);
    if (path.isEmpty() || begin < 0) {
      return detail;
    }
    int end = begin + 1 + path.length();
    if (detail.startsWith("/", end)) {
      end++;
    }
    boolean wholeWord = detail.startsWith(" ", end) || detail.startsWith(":", end);
    return wholeWord ? detail.substring(0, begin) + detail.substring(end) : detail;
  }

  /** Hadoop's exception would append its cause's message, which is the same once more. */
  private static final class ToldOnce extends PathIOException {
    @Serial private static final long serialVersionUID = 1;

    private final String message;

    ToldOnce(String path, String detail, StoreException cause) {
      super(path, detail, cause);
      this.message = path + ": " + detail;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  private static <E extends IOException> E caused(E exception, StoreException cause) {
    exception.initCause(cause);
    return exception;
  }
}
