package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.PacedStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SlowStore;
import io.github.seekwell.core.testing.VirtualTime;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EveryWrapperForwardsTest {
  private static final VirtualTime TIME = new VirtualTime();
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);
  private static final HedgeTerms HEDGING = new HedgeTerms(0.02, 1 << 20, TIME, Runnable::run);
  private static final RequestContext CONTEXT =
      RequestContext.DEMAND
          .ownedBy(new Object())
          .with(Priority.LOOK_AHEAD)
          .stallingAtMost(Duration.ofSeconds(7));

  /** A new wrapper belongs here. */
  private static final Map<String, UnaryOperator<ObjectStore>> WRAPPERS =
      Map.of(
          "Interruptible",
          s -> new InterruptibleStore(s, new InterruptLook()),
          "Limiting",
          s -> new LimitingStore(s, new RequestLimit(3), TIME, ReadListener.NONE),
          "Hedging",
          s -> new HedgingStore(s, endpoint(), HEDGING, TIME, ReadListener.NONE),
          "Retrying",
          s -> new RetryingStore(s, 3, BACKOFF, TIME, ReadListener.NONE),
          "Observed",
          s -> new ObservedStore(s, TIME, ReadListener.NONE, new PaceMeter(TIME)),
          "StoreStack",
          s ->
              new StoreStack(3, BACKOFF, HEDGING, TIME, TIME, ReadListener.NONE)
                  .over(s, endpoint()),
          "Faulty",
          FaultyStore::new,
          "Slow",
          SlowStore::new,
          "Paced",
          s -> new PacedStore(s, 1),
          "Recording",
          RecordingStore::new);

  @TestFactory
  Stream<DynamicTest> everyWrapper_forwardsEveryMethod_asItCame() {
    return WRAPPERS.entrySet().stream()
        .flatMap(
            wrapper ->
                Stream.of(ObjectStore.class.getDeclaredMethods())
                    // Default methods are made of the others.
                    .filter(m -> !m.isSynthetic() && !m.isDefault())
                    .filter(m -> !Modifier.isStatic(m.getModifiers()))
                    .map(
                        m ->
                            DynamicTest.dynamicTest(
                                wrapper.getKey() + "." + m.getName(),
                                () -> forwards(wrapper.getValue(), m))));
  }

  private static void forwards(UnaryOperator<ObjectStore> wrapper, Method method) throws Exception {
    MemoryStore memory =
        new MemoryStore(method.getName().equals("copy") ? Renaming.BY_COPY : Renaming.AT_ONCE);
    ObjectInfo held = memory.hold("k", RampObject.of(100));
    MultipartUpload upload = memory.startUpload("u", PutCondition.ALWAYS, RequestContext.DEMAND);
    UploadedPart part =
        memory.uploadPart(upload, 1, RampObject.of(10).body(), RequestContext.DEMAND);
    RecordingStore recording = new RecordingStore(memory);
    ObjectStore wrapped = wrapper.apply(recording);
    List<Object> arguments = arguments(method, held, upload, part);

    Object answer = method.invoke(wrapped, arguments.toArray());

    switch (method.getName()) {
      case "id" -> assertThat(answer).isSameAs(memory.id());
      case "renaming" -> assertThat(answer).isEqualTo(memory.renaming());
      case "deleteBatchLimit" -> assertThat(answer).isEqualTo(memory.deleteBatchLimit());
      case "close" -> assertThat(recording.closings()).isEqualTo(1);
      case "toString" -> assertThat((String) answer).contains(recording.toString());
      default -> {
        assertThat(recording.calls()).hasSize(1);
        RecordingStore.Call call = recording.calls().get(0);
        List<Object> expected = arguments.subList(0, arguments.size() - 1);
        assertThat(call.arguments()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          // A body handler may come wrapped; that its bytes arrive, the contract proves.
          if (!(expected.get(i) instanceof BodyHandler)) {
            assertThat(call.arguments().get(i)).isEqualTo(expected.get(i));
          }
        }
        assertThat(call.context().heardBy(CONTEXT.listener()).watchedBy(CONTEXT.watch()))
            .isEqualTo(CONTEXT);
      }
    }
  }

  private static SharedEndpoint endpoint() {
    return new SharedEndpoint(new RequestLimit(3), new PaceMeter(TIME), new HedgeBudget());
  }

  private static List<Object> arguments(
      Method method, ObjectInfo held, MultipartUpload upload, UploadedPart part) {
    List<Object> arguments = new ArrayList<>();
    for (Type type : method.getGenericParameterTypes()) {
      arguments.add(argument(method, type, arguments, held, upload, part));
    }
    return arguments;
  }

  private static Object argument(
      Method method,
      Type type,
      List<Object> before,
      ObjectInfo held,
      MultipartUpload upload,
      UploadedPart part) {
    boolean writes = method.getName().equals("put") || method.getName().equals("startUpload");
    return switch (type.getTypeName().replaceAll("io\\.github\\.seekwell\\.core\\.store\\.", "")) {
      case "java.lang.String" -> before.isEmpty() && !writes ? "k" : "k2";
      case "java.util.List<java.lang.String>" -> List.of("k", "none");
      case "java.util.List<UploadedPart>" -> List.of(part);
      case "long" -> 17L;
      case "int" -> 2;
      case "ByteRange" -> ByteRange.of(3, 20);
      case "Etag" -> Etag.ANY;
      case "BodyHandler" -> BodyHandler.IGNORE;
      case "ListRequest" -> new ListRequest("k", true, "a", "", 9);
      case "ObjectBody" -> ObjectBody.of(new byte[8], 0, 8);
      case "PutCondition" -> PutCondition.IF_ABSENT;
      case "ObjectInfo" -> held;
      case "MultipartUpload" -> upload;
      case "RequestContext" -> CONTEXT;
      default -> throw new AssertionError("no sample for " + type + ": add one");
    };
  }
}
