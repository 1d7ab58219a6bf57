package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;

/** What goes wrong while a file is written: it appears whole or not at all. */
final class WriteFaults {
  private static final int SMALL = 1000;

  /** Two parts. */
  private static final int LARGE = Scene.PART_SIZE + 7;

  private WriteFaults() {}

  /** The requests of a write. */
  private enum Step {
    PUT("close of a small file", SMALL, Scene.PUT),
    START("start of an upload", LARGE, Scene.START),
    PART("a part of a large file", LARGE, Scene.PART),
    COMPLETION("close of a large file", LARGE, "");

    private final String operation;
    private final int size;
    private final String request;

    Step(String operation, int size, String request) {
      this.operation = operation;
      this.size = size;
      this.request = request;
    }

    String request(Scene scene) {
      return request.isEmpty() ? scene.rig().completion() : request;
    }

    /** How many of these requests a write makes when nothing fails. */
    int needed() {
      return this == PART ? 2 : 1;
    }
  }

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Writes");
    for (Step step : Step.values()) {
      mended(table, step, "reset before the answer", Fault.resetBeforeAnswer());
      mended(table, step, "closed before the answer", Fault.closeBeforeAnswer());
      mended(table, step, "500", Fault.status(500));
      mended(table, step, "503", Fault.status(503));
      mended(table, step, "429", Fault.status(429));
      mended(table, step, "no answer", Fault.neverAnswer(), Scene.HASTY);
      lost(table, step, "done, and the answer is lost", Fault.loseAnswer());
      lost(table, step, "done, and the answer is no HTTP", Fault.garbledAnswer());
      mended(table, step, "200 with an error in its body", errorInSuccess());
      givenUp(table, step);
    }
    notToBeOverwritten(table);
    notPublished(table);
    others(table);
    return table.cases();
  }

  /** As S3 answers completions and copies: the operation is not carried out. */
  private static Fault errorInSuccess() {
    return Fault.status(500)
        .and(Fault.answering(error -> new Answer(200, error.headers(), error.body())));
  }

  private static void mended(
      CaseTable table, Step step, String name, Fault fault, String... settings) {
    table.add(
        name,
        step.operation,
        "the file is there whole; sent once more; no upload is left",
        scene -> {
          writeOnce(scene, step, fault, settings);
          scene.assertNoUploads();
        });
  }

  /** A start that nobody heard of leaves an upload that nobody knows. */
  private static void lost(CaseTable table, Step step, String name, Fault fault) {
    table.add(
        name,
        step.operation,
        step == Step.START
            ? "the file is there whole; sent once more; at most the one upload is left"
            : "the file is there whole; asked once more; no upload is left",
        scene -> {
          writeOnce(scene, step, fault);
          assertThat(scene.rig().emulator().objects().uploads(scene.rig().bucket()))
              .hasSizeLessThanOrEqualTo(step == Step.START ? 1 : 0);
        });
  }

  private static void writeOnce(Scene scene, Step step, Fault fault, String... settings)
      throws IOException {
    FileSystem fs = scene.shared(settings);
    scene.next(step.request(scene), fault);
    write(scene, fs, "dir/a", true, new RampObject(step.size, 1));
    scene.assertHolds("dir/a", new RampObject(step.size, 1));
    scene.assertFaultsMet();
    scene.assertCount(step.request(scene), step.needed() + 1);
    assertThat(scene.keys()).containsExactly("dir/a");
  }

  private static void givenUp(CaseTable table, Step step) {
    givenUp(table, step, "500", Fault.status(500), IOException.class, "status 500", "request id");
    givenUp(
        table,
        step,
        "reset",
        Fault.resetBeforeAnswer(),
        ConnectException.class,
        "CONNECTION",
        "address 127.0.0.1");
    table.add(
        "403",
        step.operation,
        "fails without a second attempt; nothing is published, no upload is left",
        scene -> {
          scene.always(step.request(scene), Fault.status(403));
          fails(scene, scene.shared(), step, AccessDeniedException.class)
              .saying("status 403")
              .notSaying("attempts");
          assertThat(scene.count(step.request(scene))).isLessThanOrEqualTo(step.needed());
          assertNothingThere(scene);
        });
    table.add(
        "403, and a file was there",
        step.operation,
        "the old file stays",
        scene -> {
          RampObject old = scene.hold("a", new RampObject(100, 9));
          scene.always(step.request(scene), Fault.status(403));
          fails(scene, scene.shared(), step, AccessDeniedException.class);
          scene.assertHolds("a", old);
          scene.assertNoUploads();
        });
  }

  /** What was to publish may have done so unheard: that is told, and its upload is left alone. */
  private static void givenUp(
      CaseTable table,
      Step step,
      String name,
      Fault fault,
      Class<? extends IOException> type,
      String... told) {
    table.add(
        name + ", once more than there are attempts",
        step.operation,
        "the error names file and attempts; nothing is published, "
            + (step == Step.COMPLETION
                ? "and the upload that may be left is named"
                : "no upload is left"),
        scene -> {
          scene.always(step.request(scene), fault);
          Failing failing = fails(scene, scene.shared(), step, type);
          failing.saying(told).saying(Scene.ATTEMPTS + " attempts");
          assertThat(scene.keys()).isEmpty();
          if (step == Step.COMPLETION) {
            failing.saying("unknown whether the object was published", "may be left behind");
          } else {
            scene.assertNoUploads();
          }
        });
  }

  /** The write fails somewhere, and closing after that does not publish. */
  private static Failing fails(
      Scene scene, FileSystem fs, Step step, Class<? extends IOException> type) throws IOException {
    FSDataOutputStream out = fs.create(scene.path("a"), true);
    Failing failing =
        Failing.with(
            type,
            () -> {
              Scene.write(out, new RampObject(step.size, 1));
              out.close();
            });
    try {
      out.close();
    } catch (IOException again) {
      assertThat(again).hasMessageContaining(scene.path("a").toString());
    }
    return failing.naming(scene.path("a")).withoutSecrets(scene.secrets());
  }

  private static void assertNothingThere(Scene scene) {
    assertThat(scene.keys()).isEmpty();
    scene.assertNoUploads();
  }

  private static void notToBeOverwritten(CaseTable table) {
    for (int size : new int[] {SMALL, LARGE}) {
      String what = size == SMALL ? "small files" : "large files";
      table.add(
          "four writers of one name, overwrite=false",
          "close of " + what,
          "exactly one wins and its bytes are there; no upload is left",
          scene -> exactlyOneWins(scene, size, Fault.ok()));
      table.add(
          "four writers of one name, overwrite=false, and the first is answered 503",
          "close of " + what,
          "exactly one wins and its bytes are there; no upload is left",
          scene -> exactlyOneWins(scene, size, Fault.status(503)));
      table.add(
          "a file comes into being meanwhile, overwrite=false",
          "close of " + what,
          "fails, and the other's file stays",
          scene -> {
            FSDataOutputStream out = scene.shared().create(scene.path("a"), false);
            Scene.write(out, new RampObject(size, 1));
            RampObject others = scene.hold("a", new RampObject(100, 9));
            Failing.with(FileAlreadyExistsException.class, out::close).naming(scene.path("a"));
            scene.assertHolds("a", others);
            scene.assertNoUploads();
          });
      table.add(
          "a file comes into being meanwhile, overwrite=false, and 500",
          "close of " + what,
          "fails, and the other's file stays",
          scene -> {
            FSDataOutputStream out = scene.shared().create(scene.path("a"), false);
            Scene.write(out, new RampObject(size, 1));
            RampObject others = scene.hold("a", new RampObject(100, 9));
            scene.next(size == SMALL ? Scene.PUT : scene.rig().completion(), Fault.status(500));
            Failing.with(FileAlreadyExistsException.class, out::close).naming(scene.path("a"));
            scene.assertHolds("a", others);
            scene.assertNoUploads();
          });
    }
    table.add(
        "done, and the answer is lost, overwrite=false",
        "close of a small file",
        "closes: one look tells that the file is ours",
        scene -> {
          FSDataOutputStream out = scene.shared().create(scene.path("a"), false);
          Scene.write(out, new RampObject(SMALL, 1));
          scene.next(Scene.PUT, Fault.loseAnswer());
          int looks = scene.count(Scene.HEAD);
          out.close();
          scene.assertHolds("a", new RampObject(SMALL, 1));
          scene.assertCount(Scene.PUT, 2);
          scene.assertCount(Scene.HEAD, looks + 1);
        });
    table.add(
        "done, and the answer is lost, overwrite=false, on a store that keeps no metadata",
        "close of a small file",
        "the doubt is told, since the file may be another's of the same size; it is whole",
        scene -> {
          FSDataOutputStream out = scene.shared().create(scene.path("a"), false);
          Scene.write(out, new RampObject(SMALL, 1));
          scene.next(Scene.PUT, Fault.loseAnswer());
          scene.always(Scene.HEAD, Fault.answering(WriteFaults::withoutMetadata));
          Failing.with(FileAlreadyExistsException.class, out::close).saying("may be ours");
          scene.assertHolds("a", new RampObject(SMALL, 1));
        });
    for (int size : new int[] {SMALL, LARGE}) {
      table.add(
          "500, and a second writer of as many bytes was quicker, overwrite=false",
          "close of " + (size == SMALL ? "a small file" : "a large file"),
          "fails without a doubt, and the second writer's file stays; no upload is left",
          scene -> secondWriterWins(scene, size));
    }
    table.add(
        "done, and the answer is lost, overwrite=false",
        "close of a large file",
        "closes: the upload is gone and the file is ours",
        scene -> {
          scene.next(scene.rig().completion(), Fault.loseAnswer());
          write(scene, scene.shared(), "a", false, new RampObject(LARGE, 1));
          scene.assertHolds("a", new RampObject(LARGE, 1));
          scene.assertNoUploads();
        });
    table.add(
        "503",
        "create with overwrite=false, which looks first",
        "looks once more; the file there is found",
        scene -> {
          RampObject old = scene.hold("a", new RampObject(100, 9));
          scene.next(Scene.HEAD, Fault.status(503));
          Failing.with(
                  FileAlreadyExistsException.class,
                  () -> scene.shared().create(scene.path("a"), false).close())
              .naming(scene.path("a"));
          scene.assertCount(Scene.HEAD, 2);
          scene.assertHolds("a", old);
        });
    table.add(
        "500, once more than there are attempts",
        "create, which looks for a directory of that name",
        "fails, and nothing is sent",
        scene -> {
          scene.always(scene.manners().listing(), Fault.status(500));
          Failing.with(IOException.class, () -> scene.shared().create(scene.path("a")).close())
              .saying(Scene.ATTEMPTS + " attempts");
          scene.assertCount(Scene.PUT, 0);
          assertNothingThere(scene);
        });
  }

  /** The first knows that its answer was lost, and not that nothing was done. */
  private static void secondWriterWins(Scene scene, int size) throws IOException {
    FileSystem fs = scene.shared();
    String request = size == SMALL ? Scene.PUT : scene.rig().completion();
    FSDataOutputStream first = fs.create(scene.path("a"), false);
    Scene.write(first, new RampObject(size, 1));
    FSDataOutputStream second = fs.create(scene.path("a"), false);
    Scene.write(second, new RampObject(size, 2));
    second.close();
    scene.next(request, Fault.status(500));
    Failing.with(FileAlreadyExistsException.class, first::close)
        .naming(scene.path("a"))
        .notSaying("ours");
    scene.assertHolds("a", new RampObject(size, 2));
    scene.assertNoUploads();
  }

  private static Answer withoutMetadata(Answer answer) {
    Answer plain = answer;
    for (String name : answer.headers().keySet()) {
      if (name.contains("-meta-")) {
        plain = plain.withoutHeader(name);
      }
    }
    return plain;
  }

  private static void exactlyOneWins(Scene scene, int size, Fault fault) throws IOException {
    FileSystem fs = scene.shared();
    scene.next(size == SMALL ? Scene.PUT : scene.rig().completion(), fault);
    List<Callable<Void>> closing = new ArrayList<>();
    List<Integer> winners = new ArrayList<>();
    AtomicInteger losers = new AtomicInteger();
    for (int writer = 0; writer < 4; writer++) {
      int number = writer;
      FSDataOutputStream out = fs.create(scene.path("a"), false);
      Scene.write(out, new RampObject(size, number));
      closing.add(
          () -> {
            try {
              out.close();
              synchronized (winners) {
                winners.add(number);
              }
            } catch (FileAlreadyExistsException lost) {
              losers.incrementAndGet();
            }
            return null;
          });
    }
    Reading.inThreads(closing);
    assertThat(winners).hasSize(1);
    assertThat(losers).hasValue(3);
    scene.assertHolds("a", new RampObject(size, winners.get(0)));
    scene.assertNoUploads();
  }

  private static void notPublished(CaseTable table) {
    for (int size : new int[] {0, SMALL, LARGE}) {
      String what = size == 0 ? "an empty file" : size == SMALL ? "a small file" : "a large file";
      table.add(
          "the writer thinks better of it",
          "abort of " + what,
          "nothing is published, no upload is left; closing then does nothing",
          scene -> {
            FSDataOutputStream out = scene.shared().create(scene.path("a"));
            Scene.write(out, new RampObject(size, 1));
            out.abort();
            out.close();
            assertNothingThere(scene);
          });
    }
    table.add(
        "the abort itself is answered 500",
        "abort of a large file",
        "asked once more; no upload is left",
        scene -> {
          scene.next("AbortMultipartUpload", Fault.status(500));
          FSDataOutputStream out = scene.shared().create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          out.abort();
          scene.assertCount("AbortMultipartUpload", 2);
          assertNothingThere(scene);
        });
    table.add(
        "the abort's answer is lost",
        "abort of a large file",
        "no upload is left, and no error",
        scene -> {
          scene.next("AbortMultipartUpload", Fault.loseAnswer());
          FSDataOutputStream out = scene.shared().create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          assertThat(out.abort().anyCleanupException()).isNull();
          assertNothingThere(scene);
        });
    table.add(
        "the abort is refused with 403",
        "abort of a large file",
        "nothing is published; the failed clean-up is told",
        scene -> {
          scene.always("AbortMultipartUpload", Fault.status(403));
          FSDataOutputStream out = scene.shared().create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          assertThat(out.abort().anyCleanupException()).hasMessageContaining("may be left behind");
          scene.assertNothing("a");
        });
    table.add(
        "no answer to a part",
        "abort while the part hangs",
        "ends within the stall deadline; nothing is published, no upload is left",
        scene -> {
          scene.always(Scene.PART, Fault.neverAnswer());
          FSDataOutputStream out = scene.fs(Scene.HASTY).create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          scene.await(Scene.PART, 1);
          out.abort();
          assertNothingThere(scene);
        });
    table.add(
        "the file system is closed before the file",
        "close of a large file",
        "not published, and who closes it is told; no upload is left",
        scene -> {
          FileSystem fs = scene.fs();
          FSDataOutputStream out = fs.create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          fs.close();
          Failing.with(IOException.class, out::close)
              .naming(scene.path("a"))
              .saying("not published");
          assertNothingThere(scene);
        });
  }

  private static void others(CaseTable table) {
    table.add(
        "one writer is refused with 403",
        "writes of three others at the same time",
        "theirs are there whole; of the refused one is nothing",
        scene -> {
          FileSystem fs = scene.fs();
          scene.alwaysOf(Scene.PART, "w0", Fault.status(403));
          AtomicInteger failed = new AtomicInteger();
          List<Callable<Void>> writers = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            int number = i;
            writers.add(
                () -> {
                  try {
                    write(scene, fs, "w" + number, true, new RampObject(LARGE, number));
                  } catch (AccessDeniedException e) {
                    failed.incrementAndGet();
                  }
                  return null;
                });
          }
          Reading.inThreads(writers);
          assertThat(failed).hasValue(1);
          assertThat(scene.keys()).containsExactly("w1", "w2", "w3");
          for (int i = 1; i < 4; i++) {
            scene.assertHolds("w" + i, new RampObject(LARGE, i));
          }
          scene.assertNoUploads();
        });
    table.add(
        "reset, closed, 500 and a lost answer, one after the other",
        "parts of a file of four",
        "every part is sent until it is there; the file is whole",
        scene -> {
          RampObject ramp = new RampObject(3 * Scene.PART_SIZE + 5, 1);
          scene.next(
              Scene.PART,
              Fault.resetBeforeAnswer(),
              Fault.closeBeforeAnswer(),
              Fault.status(500),
              Fault.loseAnswer());
          write(scene, scene.fs("fs.seekwell.retry.attempts", "6"), "a", true, ramp);
          scene.assertHolds("a", ramp);
          scene.assertCount(Scene.PART, 8);
          scene.assertNoUploads();
        });
    table.add(
        "the file is written anew while it is read",
        "overwrite of a small file",
        "readers see the old bytes or the new ones",
        scene -> {
          RampObject old = scene.hold("a", new RampObject(SMALL, 1));
          FileSystem fs = scene.fs();
          FSDataOutputStream out = fs.create(scene.path("a"), true);
          Scene.write(out, new RampObject(SMALL, 2));
          scene.assertHolds("a", old);
          scene.next(Scene.PUT, Fault.status(503));
          out.close();
          scene.assertHolds("a", new RampObject(SMALL, 2));
        });
    table.add(
        "the upload is dropped by somebody else",
        "close of a large file",
        "fails; nothing is published",
        scene -> {
          FSDataOutputStream out = scene.shared().create(scene.path("a"));
          Scene.write(out, new RampObject(LARGE, 1));
          scene.await(Scene.PART, 1);
          scene.dropUploads();
          Failing.with(FileNotFoundException.class, out::close).naming(scene.path("a"));
          assertNothingThere(scene);
        });
    table.add(
        "the body does not arrive as its checksum says",
        "close of a small file",
        "the store refuses it; sent once more, and there whole",
        scene -> {
          scene.next(
              Scene.PUT,
              Fault.understanding(
                  request -> request.withHeader("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")));
          write(scene, scene.shared(), "a", true, new RampObject(SMALL, 1));
          scene.assertCount(Scene.PUT, 2);
          scene.assertHolds("a", new RampObject(SMALL, 1));
        });
  }

  static void write(Scene scene, FileSystem fs, String key, boolean overwrite, RampObject ramp)
      throws IOException {
    try (FSDataOutputStream out = fs.create(scene.path(key), overwrite)) {
      Scene.write(out, ramp);
    }
  }
}
