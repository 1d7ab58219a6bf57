package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Modifier;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.Test;
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
    TABLE.put(ErrorKind.CLOCK_WRONG, AccessDeniedException.class);
    TABLE.put(ErrorKind.CHANGED, ObjectChangedException.class);
    TABLE.put(ErrorKind.ALREADY_EXISTS, FileAlreadyExistsException.class);
    TABLE.put(ErrorKind.INVALID_RANGE, EOFException.class);
    TABLE.put(ErrorKind.INVALID_REQUEST, PathIOException.class);
    TABLE.put(ErrorKind.UNSUPPORTED, PathIOException.class);
    TABLE.put(ErrorKind.LOCAL, PathIOException.class);
    TABLE.put(ErrorKind.INTERRUPTED, InterruptedIOException.class);
    TABLE.put(ErrorKind.CLOSED, IOException.class);
    TABLE.put(ErrorKind.THROTTLED, IOException.class);
    TABLE.put(ErrorKind.CONFLICT, IOException.class);
    TABLE.put(ErrorKind.SERVER_ERROR, IOException.class);
    TABLE.put(ErrorKind.STALLED, SocketTimeoutException.class);
    TABLE.put(ErrorKind.CONNECTION, ConnectException.class);
    TABLE.put(ErrorKind.UNKNOWN_HOST, UnknownHostException.class);
    TABLE.put(ErrorKind.TLS, SSLException.class);
    TABLE.put(ErrorKind.TRUNCATED, IOException.class);
    TABLE.put(ErrorKind.WRONG_ANSWER, IOException.class);
    TABLE.put(ErrorKind.IN_DOUBT, FileAlreadyExistsException.class);
    TABLE.put(ErrorKind.CHECKSUM, ChecksumException.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyKind_hasItsType_andKeepsMessageAndCause(ErrorKind kind) {
    StoreException failure = new StoreException(kind, "get oci://b@n/key [0, 10)", "as it is");
    IOException told = HadoopErrors.translate(failure, "oci://b@n/key");
    assertThat(visible(told)).isEqualTo(TABLE.get(kind));
    assertThat(told)
        .hasCause(failure)
        .hasMessageContaining("oci://b@n/key: ")
        .hasMessageContaining("get [0, 10): as it is")
        .hasMessageContaining(kind.name());
    assertThat(told.getMessage())
        .as("everything once")
        .containsOnlyOnce("oci://b@n/key")
        .containsOnlyOnce("as it is");
  }

  @Test
  void anotherObject_isStillNamed() {
    StoreException failure =
        new StoreException(ErrorKind.SERVER_ERROR, "put oci://b@n/key/more", "as it is");
    assertThat(HadoopErrors.translate(failure, "oci://b@n/key"))
        .hasMessageStartingWith("oci://b@n/key: put oci://b@n/key/more: as it is");
  }

  @Test
  void markerOfADirectory_isTheDirectory() {
    StoreException failure =
        new StoreException(ErrorKind.SERVER_ERROR, "list oci://b@n/key/", "as it is");
    assertThat(HadoopErrors.translate(failure, "oci://b@n/key"))
        .hasMessageStartingWith("oci://b@n/key: list: as it is");
  }

  @Test
  void failureSharedByManyWaiters_isNestedOnce() {
    StoreException failure = new StoreException(ErrorKind.STALLED, "get oci://b@n/key", "as it is");
    StoreException shared = failure.forAnotherWaiter().forAnotherWaiter().forAnotherWaiter();
    assertThat(shared).hasMessage(failure.getMessage()).cause().isSameAs(failure);
  }

  /** What a caller can catch. */
  private static Class<?> visible(IOException told) {
    Class<?> type = told.getClass();
    while (!Modifier.isPublic(type.getModifiers())) {
      type = type.getSuperclass();
    }
    return type;
  }
}
