package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.LatestVersions;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that changes an object makes its version a question again. */
class ChangeTellingStoreTest {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final ObjectBody BODY = ObjectBody.of(new byte[10], 0, 10);

  private final LatestVersions latest = new BlockCache(() -> 1 << 20, ReadListener.NONE).latest();

  /** What a caller does to the object {@code key}, or to make one. */
  @FunctionalInterface
  private interface Change {
    void make(ObjectStore store) throws StoreException;
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("put", store -> store.put("key", BODY, PutCondition.ALWAYS, CONTEXT)),
        change("completed upload", ChangeTellingStoreTest::upload),
        change("delete", store -> store.delete("key", CONTEXT)),
        change("delete of several", store -> store.deleteAll(List.of("other", "key"), CONTEXT)),
        change("rename away", store -> store.rename("key", "x", PutCondition.ALWAYS, CONTEXT)),
        change("rename to", store -> store.rename("other", "key", PutCondition.ALWAYS, CONTEXT)),
        change("copy", ChangeTellingStoreTest::copy));
  }

  private static Arguments change(String name, Change change) {
    return Arguments.of(name, change);
  }

  private static void upload(ObjectStore store) throws StoreException {
    MultipartUpload upload = store.startUpload("key", PutCondition.ALWAYS, CONTEXT);
    UploadedPart part = store.uploadPart(upload, 1, BODY, CONTEXT);
    store.completeUpload(upload, List.of(part), PutCondition.ALWAYS, CONTEXT);
  }

  private static void copy(ObjectStore store) throws StoreException {
    store.copy(store.head("other", CONTEXT), "key", PutCondition.ALWAYS, CONTEXT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void whatIsChanged_isNotTrustedAfterwards(String name, Change change) throws StoreException {
    MemoryStore memory = memory(name);
    meetKey(memory);

    change.make(new ChangeTellingStore(memory, latest::forget));

    assertThat(trusted(memory)).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void whatIsChangedWithoutAnAnswer_isNotTrustedAfterwards(String name, Change change)
      throws StoreException {
    MemoryStore memory = memory(name);
    FaultyStore faulty = new FaultyStore(memory);
    meetKey(memory);
    for (Operation operation : Operation.values()) {
      if (operation != Operation.HEAD
          && operation != Operation.START_UPLOAD
          && operation != Operation.UPLOAD_PART) {
        faulty.script(operation, Fault.after(ErrorKind.CONNECTION));
      }
    }

    assertThatThrownBy(() -> change.make(new ChangeTellingStore(faulty, latest::forget)))
        .isInstanceOf(StoreException.class);

    assertThat(trusted(memory)).isNull();
  }

  @Test
  void whatIsOnlyRead_staysTrusted() throws StoreException {
    MemoryStore memory = memory("read");
    ObjectInfo object = meetKey(memory);
    ObjectStore store = new ChangeTellingStore(memory, latest::forget);

    store.head("key", CONTEXT);
    store.get("key", ByteRange.of(0, 5), object.etag(), BodyHandler.IGNORE, CONTEXT);

    assertThat(trusted(memory)).isEqualTo(object);
  }

  @Test
  void whatIsFoundToBeAnotherVersion_isNotTrustedAfterwards() throws StoreException {
    MemoryStore memory = memory("changed");
    ObjectInfo object = meetKey(memory);
    memory.hold("key", new byte[30]);
    ObjectStore store = new ChangeTellingStore(memory, latest::forget);

    assertThatThrownBy(
            () -> store.get("key", ByteRange.of(0, 5), object.etag(), BodyHandler.IGNORE, CONTEXT))
        .isInstanceOf(StoreException.class);

    assertThat(trusted(memory)).isNull();
    assertThat(store.head("key", CONTEXT).etag()).isNotEqualTo(Etag.ANY);
  }

  private static MemoryStore memory(String change) {
    MemoryStore memory =
        new MemoryStore(change.equals("copy") ? Renaming.BY_COPY : Renaming.AT_ONCE);
    memory.hold("key", new byte[20]);
    memory.hold("other", new byte[20]);
    return memory;
  }

  private ObjectInfo meetKey(ObjectStore store) throws StoreException {
    LatestVersions.Asking asking = latest.asking();
    ObjectInfo object = store.head("key", CONTEXT);
    latest.told(store.id(), object, asking);
    assertThat(trusted(store)).isEqualTo(object);
    return object;
  }

  private ObjectInfo trusted(ObjectStore store) {
    return latest.trusted(store.id(), "key", Duration.ofHours(1));
  }
}
