package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.hadoop.ObjectChangedException;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/** Files that become others while they are open: nobody gets the bytes of two versions. */
final class ChangedFileFaults {
  private static final RampObject OLD = new RampObject(Reading.SIZE, 1);
  private static final RampObject NEW = new RampObject(Reading.SIZE, 2);

  private ChangedFileFaults() {}

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Files that change while they are open");
    for (Reading reading : Reading.values()) {
      if (reading != Reading.OPENING) {
        whileOpen(table, reading);
      }
    }
    betweenAttempts(table);
    return table.cases();
  }

  private static void whileOpen(CaseTable table, Reading reading) {
    table.add(
        "overwritten",
        reading.operation(),
        "fails at once and names both versions; opened anew, the new bytes come",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          String version = version(scene);
          Failing.with(
                  ObjectChangedException.class,
                  () -> reading.run(fs, scene.path("a"), OLD, () -> scene.hold("a", NEW)))
              .naming(scene.path("a"))
              .saying("overwritten or removed while it was open", version, version(scene))
              .notSaying("attempts");
          reading.run(fs, scene.path("a"), NEW, () -> {});
        });
    table.add(
        "overwritten, and the store ignores conditions",
        reading.operation(),
        "fails at once and names both versions",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          String before = version(scene);
          scene.always(Scene.GET, Fault.conditionIgnored());
          Failing failing =
              Failing.with(
                  ObjectChangedException.class,
                  () -> reading.run(fs, scene.path("a"), OLD, () -> scene.hold("a", NEW)));
          failing.naming(scene.path("a")).saying(before, version(scene)).notSaying("attempts");
        });
    table.add(
        "deleted",
        reading.operation(),
        "fails at once: there is no such file; the version that was read is named",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          String version = version(scene);
          Failing.with(
                  FileNotFoundException.class,
                  () -> reading.run(fs, scene.path("a"), OLD, () -> remove(scene)))
              .naming(scene.path("a"))
              .saying(version)
              .notSaying("attempts");
        });
    table.add(
        "deleted and made again, with the same bytes",
        reading.operation(),
        "fails at once: it is another version",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          Failing.with(
                  ObjectChangedException.class,
                  () ->
                      reading.run(
                          fs,
                          scene.path("a"),
                          OLD,
                          () -> {
                            remove(scene);
                            scene.hold("a", OLD);
                          }))
              .naming(scene.path("a"));
        });
  }

  private static void betweenAttempts(CaseTable table) {
    table.add(
        "overwritten by a shorter one, and the store ignores conditions",
        "positioned read",
        "fails at once and names both versions; it is no end of file",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          String before = version(scene);
          scene.always(Scene.GET, Fault.conditionIgnored());
          Failing.with(
                  ObjectChangedException.class,
                  () ->
                      Reading.POSITIONED.run(
                          fs, scene.path("a"), OLD, () -> scene.hold("a", new RampObject(10, 3))))
              .naming(scene.path("a"))
              .saying(before, version(scene));
        });
    table.add(
        "body cut short, then overwritten",
        "positioned read",
        "the rest of another version is not taken for ours",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          Failing.with(
                  ObjectChangedException.class,
                  () ->
                      Reading.POSITIONED.run(
                          fs, scene.path("a"), OLD, () -> cutThenOverwritten(scene)))
              .naming(scene.path("a"));
          scene.assertCount(Scene.GET, 2);
        });
    table.add(
        "body cut short, then overwritten",
        "open",
        "opened at its new version, from the first byte",
        scene -> {
          FileSystem fs = scene.shared(Reading.OPENING.settings());
          scene.hold("a", OLD);
          Reading.OPENING.run(fs, scene.path("a"), NEW, () -> cutThenOverwritten(scene));
        });
    table.add(
        "overwritten",
        "read of what was read before",
        "what is in memory stays readable, and costs no request",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            Reading.POSITIONED.read(in, OLD);
            int asked = scene.count(Scene.GET);
            scene.hold("a", NEW);
            Reading.POSITIONED.read(in, OLD);
            scene.assertCount(Scene.GET, asked);
          }
        });
    table.add(
        "overwritten",
        "read by another stream, opened later",
        "each has its own version",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            Reading.POSITIONED.read(in, OLD);
            scene.hold("a", NEW);
            try (FSDataInputStream later = fs.open(scene.path("a"))) {
              Reading.POSITIONED.read(later, NEW);
              Reading.POSITIONED.read(in, OLD);
            }
          }
        });
    table.add(
        "the version is called another",
        "positioned read",
        "fails at once; the caller's bytes are untouched",
        scene -> {
          FileSystem fs = scene.shared();
          scene.hold("a", OLD);
          byte[] buffer = new byte[1000];
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            scene.next(Scene.GET, Fault.etag("another"));
            Failing.with(ObjectChangedException.class, () -> in.readFully(0, buffer))
                .saying("another");
          }
          assertThat(buffer).containsOnly(0);
          scene.assertCount(Scene.GET, 1);
        });
  }

  /** The first GET is cut; when the second comes, the file is another. */
  private static void cutThenOverwritten(Scene scene) {
    AtomicBoolean overwritten = new AtomicBoolean();
    scene.next(Scene.GET, Fault.closeAfter(1000));
    scene
        .rig()
        .emulator()
        .script()
        .always(
            Call.named(Scene.GET)
                .and(
                    call -> {
                      if (overwritten.compareAndSet(false, true)) {
                        scene.hold("a", NEW);
                      }
                      return false;
                    }),
            Fault.ok());
  }

  private static void remove(Scene scene) {
    scene.rig().emulator().objects().remove(scene.rig().bucket(), "a");
  }

  private static String version(Scene scene) throws IOException {
    return scene.rig().emulator().objects().get(scene.rig().bucket(), "a").orElseThrow().etag();
  }
}
