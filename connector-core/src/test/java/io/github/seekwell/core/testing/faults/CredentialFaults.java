package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.LoggedRequest;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.StoreEmulator;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/** Keys that expire while a file system uses them. */
final class CredentialFaults {
  private static final RampObject RAMP = new RampObject(Reading.SIZE, 3);

  private CredentialFaults() {}

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Credentials that expire");
    for (Reading reading :
        List.of(Reading.SEQUENTIAL, Reading.POSITIONED, Reading.VECTORED, Reading.OPENING)) {
      replaced(
          table,
          reading.operation(),
          reading.promise(),
          reading.settings(),
          (keys, fs) ->
              reading.run(
                  fs,
                  keys.rig().path("a"),
                  RAMP,
                  reading == Reading.OPENING ? () -> {} : replacing(keys)));
    }
    replaced(table, "getFileStatus", "told", new String[0], CredentialFaults::status);
    replaced(table, "listStatus", "listed", new String[0], CredentialFaults::list);
    replaced(table, "close of a small file", "published", new String[0], CredentialFaults::small);
    replaced(table, "parts of a large file", "published", new String[0], CredentialFaults::large);
    inMidBody(table);
    takenAway(table);
    return table.cases();
  }

  @FunctionalInterface
  private interface Use {
    void of(StoreManners.ChangingKeys keys, FileSystem fs) throws IOException;
  }

  private static Runnable replacing(StoreManners.ChangingKeys keys) {
    return () -> replace(keys);
  }

  private static void replace(StoreManners.ChangingKeys keys) {
    try {
      keys.replace();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void replaced(
      CaseTable table, String operation, String promise, String[] settings, Use use) {
    table.add(
        "the keys expire, and there are new ones",
        operation,
        promise + "; each request is refused once at the most",
        scene -> {
          try (StoreManners.ChangingKeys keys = scene.manners().changingKeys();
              FileSystem fs = open(keys, settings)) {
            keys.rig().hold("a", RAMP);
            assertThat(fs.exists(keys.rig().path("a"))).isTrue();
            if (operation.equals(Reading.OPENING.operation())) {
              replace(keys);
            }
            use.of(keys, fs);
            List<LoggedRequest> refused = refused(keys.rig().emulator());
            assertThat(refused)
                .extracting(request -> request.method() + request.path() + request.range())
                .doesNotHaveDuplicates();
          }
        });
  }

  private static FileSystem open(StoreManners.ChangingKeys keys, String... settings)
      throws IOException {
    Configuration conf = keys.configuration();
    Scene.settle(conf);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return keys.rig().open(conf);
  }

  private static List<LoggedRequest> refused(StoreEmulator emulator) {
    return emulator.log().requests().stream()
        .filter(request -> request.status() == 400 || request.status() == 401)
        .toList();
  }

  private static void status(StoreManners.ChangingKeys keys, FileSystem fs) throws IOException {
    replace(keys);
    assertThat(fs.getFileStatus(keys.rig().path("a")).getLen()).isEqualTo(RAMP.size());
  }

  private static void list(StoreManners.ChangingKeys keys, FileSystem fs) throws IOException {
    replace(keys);
    assertThat(fs.listStatus(keys.rig().path(""))).hasSize(1);
  }

  private static void small(StoreManners.ChangingKeys keys, FileSystem fs) throws IOException {
    FSDataOutputStream out = fs.create(keys.rig().path("b"));
    out.write(7);
    replace(keys);
    out.close();
    assertThat(stored(keys)).containsExactly(7);
  }

  private static void large(StoreManners.ChangingKeys keys, FileSystem fs) throws IOException {
    RampObject ramp = new RampObject(2 * Scene.PART_SIZE + 7, 5);
    FSDataOutputStream out = fs.create(keys.rig().path("b"));
    out.write(ramp.bytes(0, Scene.PART_SIZE + 1));
    Await.until(
        "the first part is sent",
        () ->
            keys.rig().emulator().log().requests(Scene.PART).stream()
                .anyMatch(request -> request.status() == 200));
    replace(keys);
    out.write(ramp.bytes(Scene.PART_SIZE + 1, Scene.PART_SIZE + 6));
    out.close();
    assertThat(stored(keys)).isEqualTo(ramp.bytes());
  }

  private static byte[] stored(StoreManners.ChangingKeys keys) {
    return keys.rig()
        .emulator()
        .objects()
        .get(keys.rig().bucket(), "b")
        .orElseThrow()
        .content()
        .bytes();
  }

  private static void inMidBody(CaseTable table) {
    table.add(
        "the body is cut short, and the keys expire before the rest is asked for",
        "positioned read",
        "the missing rest is asked for with the new keys",
        scene -> {
          try (StoreManners.ChangingKeys keys = scene.manners().changingKeys();
              FileSystem fs = open(keys)) {
            keys.rig().hold("a", RAMP);
            AtomicBoolean replaced = new AtomicBoolean();
            keys.rig().emulator().script(Call.named(Scene.GET), Fault.closeAfter(1000));
            keys.rig()
                .emulator()
                .script()
                .always(
                    call -> {
                      if (call.operation().equals(Scene.GET)
                          && replaced.compareAndSet(false, true)) {
                        replace(keys);
                      }
                      return false;
                    },
                    Fault.ok());
            Reading.POSITIONED.run(fs, keys.rig().path("a"), RAMP, () -> {});
            assertThat(replaced).isTrue();
            assertThat(keys.rig().emulator().log().ranges(Scene.GET))
                .extracting(range -> range.start() % 8192)
                .startsWith(0L, 1000L)
                .contains(1000L);
          }
        });
  }

  private static void takenAway(CaseTable table) {
    for (Reading reading : List.of(Reading.POSITIONED, Reading.OPENING)) {
      table.add(
          "the keys expire, and there are no others",
          reading.operation(),
          "fails at once, telling no secret; asked twice at the most",
          scene -> {
            try (StoreManners.ChangingKeys keys = scene.manners().changingKeys();
                FileSystem fs = open(keys, reading.settings())) {
              keys.rig().hold("a", RAMP);
              assertThat(fs.exists(keys.rig().path("a"))).isTrue();
              if (reading == Reading.OPENING) {
                keys.takeAway();
              }
              Failing.with(
                      AccessDeniedException.class,
                      () -> reading.run(fs, keys.rig().path("a"), RAMP, keys::takeAway))
                  .naming(keys.rig().path("a"))
                  .saying("credentials are missing, wrong or expired")
                  .withoutSecrets(keys.rig().secrets());
              assertThat(refused(keys.rig().emulator())).hasSizeBetween(1, 2);
            }
          });
    }
    table.add(
        "the keys expire, and there are no others",
        "close of a small file",
        "fails at once; nothing is published",
        scene -> {
          try (StoreManners.ChangingKeys keys = scene.manners().changingKeys();
              FileSystem fs = open(keys)) {
            FSDataOutputStream out = fs.create(keys.rig().path("b"));
            out.write(7);
            keys.takeAway();
            Failing.with(AccessDeniedException.class, out::close).naming(keys.rig().path("b"));
            assertThat(keys.rig().emulator().objects().keys(keys.rig().bucket())).isEmpty();
          }
        });
  }
}
