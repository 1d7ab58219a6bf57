package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HadoopErrorsTest {
  private static final Map<ErrorKind, Class<? extends IOException>> TABLE =
      new EnumMap<>(ErrorKind.class);

  static {
    TABLE.put(ErrorKind.NOT_FOUND, FileNotFoundException.class);
    TABLE.put(ErrorKind.BUCKET_NOT_FOUND, UnknownBucketException.class);
    TABLE.put(ErrorKind.ACCESS_DENIED, AccessDeniedException.class);
    TABLE.put(ErrorKind.UNAUTHENTICATED, AccessDeniedException.class);
    TABLE.put(ErrorKind.CHANGED, ObjectChangedException.class);
    TABLE.put(ErrorKind.ALREADY_EXISTS, FileAlreadyExistsException.class);
    TABLE.put(ErrorKind.INVALID_RANGE, EOFException.class);
    TABLE.put(ErrorKind.INVALID_REQUEST, PathIOException.class);
    TABLE.put(ErrorKind.UNSUPPORTED, PathIOException.class);
    TABLE.put(ErrorKind.LOCAL, PathIOException.class);
    TABLE.put(ErrorKind.INTERRUPTED, InterruptedIOException.class);
    TABLE.put(ErrorKind.CLOSED, IOException.class);
    TABLE.put(ErrorKind.THROTTLED, IOException.class);
    TABLE.put(ErrorKind.SERVER_ERROR, IOException.class);
    TABLE.put(ErrorKind.STALLED, SocketTimeoutException.class);
    TABLE.put(ErrorKind.CONNECTION, ConnectException.class);
    TABLE.put(ErrorKind.UNKNOWN_HOST, UnknownHostException.class);
    TABLE.put(ErrorKind.TLS, SSLException.class);
    TABLE.put(ErrorKind.TRUNCATED, IOException.class);
    TABLE.put(ErrorKind.WRONG_ANSWER, IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyKind_hasItsType_andKeepsMessageAndCause(ErrorKind kind) {
    StoreException failure = new StoreException(kind, "get oci://b@n/key [0, 10)", "as it is");
    IOException told = HadoopErrors.translate(failure, "oci://b@n/key");
    assertThat(told).isExactlyInstanceOf(TABLE.get(kind));
    assertThat(told)
        .hasCause(failure)
        .hasMessageContaining("oci://b@n/key")
        .hasMessageContaining("get oci://b@n/key [0, 10): as it is")
        .hasMessageContaining(kind.name());
  }
}
