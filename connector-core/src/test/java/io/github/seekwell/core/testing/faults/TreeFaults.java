package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.hadoop.RenameFailedException;
import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.OddKeys;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RemoteIterator;

/** What goes wrong with names: deletions, renames, listings, directories. */
final class TreeFaults {
  /** Files of a directory: three pages of a listing. */
  private static final int FILES = 12;

  private static final Fault CUT_BODY =
      Fault.answering(answer -> answer.body(answer.body().slice(0, answer.body().size() / 2)));

  private TreeFaults() {}

  private record Named(String name, Fault fault, String[] settings) {
    static Named of(String name, Fault fault) {
      return new Named(name, fault, new String[0]);
    }
  }

  private static final List<Named> MENDABLE =
      List.of(
          Named.of("reset before the answer", Fault.resetBeforeAnswer()),
          Named.of("500", Fault.status(500)),
          Named.of("503", Fault.status(503)),
          Named.of("done, and the answer is lost", Fault.loseAnswer()),
          Named.of("done, and the answer is no HTTP", Fault.garbledAnswer()),
          new Named("no answer", Fault.neverAnswer(), Scene.HASTY));

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Names: deleting, renaming, listing, directories");
    deletions(table);
    renames(table);
    listings(table);
    directories(table);
    return table.cases();
  }

  private static void deletions(CaseTable table) {
    for (Named named : MENDABLE) {
      table.add(
          named.name,
          "delete of a file",
          "true, and it is gone; its neighbour stays",
          scene -> {
            scene.hold("dir/a", new RampObject(10, 1));
            scene.hold("dir/b", new RampObject(10, 2));
            FileSystem fs = scene.shared(named.settings);
            scene.next(Scene.DELETE, named.fault);
            assertThat(fs.delete(scene.path("dir/a"), false)).isTrue();
            scene.assertFaultsMet();
            assertThat(scene.keys()).containsExactly("dir/b");
          });
      table.add(
          named.name,
          "delete of a directory",
          "true, and all of it is gone; its neighbour stays",
          scene -> {
            hold(scene, "dir/gone/");
            scene.hold("dir/b", new RampObject(10, 2));
            FileSystem fs = scene.shared(named.settings);
            scene.next(scene.manners().batchDelete(), named.fault);
            assertThat(fs.delete(scene.path("dir/gone"), true)).isTrue();
            scene.assertFaultsMet();
            assertThat(scene.keys()).containsExactly("dir/b");
          });
    }
    table.add(
        "403",
        "delete of a file",
        "fails after one request; the file stays",
        scene -> {
          scene.hold("a", new RampObject(10, 1));
          scene.next(Scene.DELETE, Fault.status(403));
          Failing.with(
                  AccessDeniedException.class, () -> scene.shared().delete(scene.path("a"), false))
              .naming(scene.path("a"));
          scene.assertCount(Scene.DELETE, 1);
          assertThat(scene.keys()).containsExactly("a");
        });
    table.add(
        "500, once more than there are attempts",
        "delete of a file",
        "the error names file and attempts; the file stays",
        scene -> {
          scene.hold("a", new RampObject(10, 1));
          scene.always(Scene.DELETE, Fault.status(500));
          Failing.with(IOException.class, () -> scene.shared().delete(scene.path("a"), false))
              .naming(scene.path("a"))
              .saying(Scene.ATTEMPTS + " attempts", "request id");
          assertThat(scene.keys()).containsExactly("a");
        });
    table.add(
        "503 to the look before",
        "delete of a file",
        "looked once more; it is not taken for missing",
        scene -> {
          scene.hold("dir/a", new RampObject(10, 1));
          scene.next(Scene.HEAD, Fault.status(503));
          assertThat(scene.shared().delete(scene.path("dir/a"), false)).isTrue();
          scene.assertNothing("dir/a");
        });
    table.add(
        "500 to the marker that keeps the parent",
        "delete of a directory's last file",
        "made at the second attempt; the directory stays",
        scene -> {
          scene.hold("dir/a", new RampObject(10, 1));
          scene.next(Scene.PUT, Fault.status(500));
          FileSystem fs = scene.shared();
          assertThat(fs.delete(scene.path("dir/a"), false)).isTrue();
          assertThat(fs.getFileStatus(scene.path("dir")).isDirectory()).isTrue();
        });
    table.add(
        "the store keeps one of twelve: 403",
        "delete of a directory",
        "the error names it and counts; the others are gone",
        scene -> {
          hold(scene, "dir/");
          FileSystem fs = scene.shared();
          scene.next(scene.manners().batchDelete(), keeping(scene, "dir/f05", 403));
          Failing.with(PathIOException.class, () -> fs.delete(scene.path("dir"), true))
              .saying(scene.path("dir/f05").toString(), "1 of 12 objects could not be deleted");
          assertThat(scene.keys()).containsExactly("dir/f05");
        });
    table.add(
        "the store keeps one of twelve: 500",
        "delete of a directory",
        "that one is asked for once more; all are gone",
        scene -> {
          hold(scene, "top/dir/");
          scene.hold("top/b", new RampObject(10, 2));
          FileSystem fs = scene.shared();
          scene.next(scene.manners().batchDelete(), keeping(scene, "top/dir/f05", 500));
          assertThat(fs.delete(scene.path("top/dir"), true)).isTrue();
          assertThat(scene.keys()).containsExactly("top/b");
          scene.assertCount(scene.manners().batchDelete(), 2);
        });
    table.add(
        "500 to the second page",
        "delete of a directory",
        "the page is asked for again; all are gone",
        scene -> {
          hold(scene, "top/dir/");
          scene.hold("top/b", new RampObject(10, 2));
          FileSystem fs = scene.shared();
          nextPages(scene, Fault.status(500));
          assertThat(fs.delete(scene.path("top/dir"), true)).isTrue();
          scene.assertFaultsMet();
          assertThat(scene.keys()).containsExactly("top/b");
        });
    table.add(
        "403 to the batch",
        "delete of a directory",
        "fails; nothing is gone, and it may be run again",
        scene -> {
          hold(scene, "dir/");
          FileSystem fs = scene.shared();
          scene.next(scene.manners().batchDelete(), Fault.status(403));
          Failing.with(AccessDeniedException.class, () -> fs.delete(scene.path("dir"), true));
          assertThat(scene.keys()).hasSize(FILES);
          assertThat(fs.delete(scene.path("dir"), true)).isTrue();
          assertThat(fs.exists(scene.path("dir"))).isFalse();
        });
  }

  private static Fault keeping(Scene scene, String key, int status) {
    return Fault.answering(
        answer -> {
          scene.hold(key, new RampObject(10, 5));
          return scene.manners().keeping(answer, key, status);
        });
  }

  private static void renames(CaseTable table) {
    for (Named named : MENDABLE) {
      if (named.name.startsWith("done")) {
        lostRename(table, named);
      } else {
        mendedRename(table, named);
      }
      table.add(
          named.name + ", for three of twelve",
          "rename of a directory",
          "true; every file is at its new name and at no other",
          scene -> {
            hold(scene, "top/from/");
            List<String> settings = new ArrayList<>(List.of(named.settings));
            // All three may meet one file.
            settings.addAll(List.of("fs.seekwell.retry.attempts", "4"));
            FileSystem fs = scene.shared(settings.toArray(String[]::new));
            scene.next(scene.manners().move(), named.fault.times(3));
            assertThat(fs.rename(scene.path("top/from"), scene.path("top/to"))).isTrue();
            scene.assertFaultsMet();
            assertMoved(scene, "top/to/");
          });
    }
    table.add(
        "403",
        "rename of a file",
        "fails after one request; the file stays where it was",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(1000, 1));
          scene.next(scene.manners().move(), Fault.status(403));
          Failing.with(
              AccessDeniedException.class,
              () -> scene.shared().rename(scene.path("a"), scene.path("b")));
          scene.assertCount(scene.manners().move(), 1);
          assertThat(scene.keys()).containsExactly("a");
          scene.assertHolds("a", ramp);
        });
    table.add(
        "500, once more than there are attempts",
        "rename of a file",
        "fails, saying so; the file stays where it was, and it may be run again",
        scene -> {
          RampObject ramp = scene.hold("a", new RampObject(1000, 1));
          FileSystem fs = scene.shared();
          scene.always(scene.manners().move(), Fault.status(500));
          Failing.with(IOException.class, () -> fs.rename(scene.path("a"), scene.path("b")))
              .saying(Scene.ATTEMPTS + " attempts", "request id");
          assertThat(scene.keys()).containsExactly("a");
          scene.mend();
          assertThat(fs.rename(scene.path("a"), scene.path("b"))).isTrue();
          scene.assertHolds("b", ramp);
        });
    table.add(
        "one of twelve is refused with 403",
        "rename of a directory",
        "fails, saying how many moved; every file is whole, and what is left can be moved",
        scene -> {
          hold(scene, "from/");
          FileSystem fs = scene.shared();
          scene.rig().emulator().script().next(nth(scene.manners().move(), 6), Fault.status(403));
          Failing.with(
                  RenameFailedException.class,
                  () -> fs.rename(scene.path("from"), scene.path("to")))
              .saying("only in part", "objects");
          assertWhole(scene, "from/", "to/");
          scene.mend();
          for (FileStatus left : fs.listStatus(scene.path("from"))) {
            Path target = scene.path("to/" + left.getPath().getName());
            fs.mkdirs(target.getParent());
            assertThat(fs.rename(left.getPath(), target)).isTrue();
          }
          fs.delete(scene.path("from"), true);
          assertMoved(scene, "to/");
        });
    table.add(
        "500 to the second page",
        "rename of a directory",
        "the page is asked for again; every file is at its new name",
        scene -> {
          hold(scene, "top/from/");
          FileSystem fs = scene.shared();
          nextPages(scene, Fault.status(500));
          assertThat(fs.rename(scene.path("top/from"), scene.path("top/to"))).isTrue();
          scene.assertFaultsMet();
          assertMoved(scene, "top/to/");
        });
    table.add(
        "the second page is never told",
        "rename of a directory",
        "fails, saying so; every file is whole at one place",
        scene -> {
          hold(scene, "from/");
          FileSystem fs = scene.shared();
          scene.rig().emulator().script().always(TreeFaults::isLaterPage, Fault.status(500));
          Failing.with(
                  RenameFailedException.class,
                  () -> fs.rename(scene.path("from"), scene.path("to")))
              .saying("only in part");
          assertWhole(scene, "from/", "to/");
        });
    table.add(
        "503 to the look at the target",
        "rename of a file",
        "looked once more; the file there is not replaced",
        scene -> {
          scene.hold("a", new RampObject(10, 1));
          RampObject there = scene.hold("b", new RampObject(20, 2));
          scene.nextOf(Scene.HEAD, "b", Fault.status(503));
          assertThat(scene.shared().rename(scene.path("a"), scene.path("b"))).isFalse();
          scene.assertFaultsMet();
          scene.assertHolds("b", there);
          assertThat(scene.keys()).containsExactly("a", "b");
        });
  }

  private static void mendedRename(CaseTable table, Named named) {
    table.add(
        named.name,
        "rename of a file",
        "true; its bytes are at the new name and at no other",
        scene -> {
          RampObject ramp = scene.hold("dir/a", new RampObject(1000, 1));
          FileSystem fs = scene.shared(named.settings);
          scene.next(scene.manners().move(), named.fault);
          assertThat(fs.rename(scene.path("dir/a"), scene.path("dir/b"))).isTrue();
          scene.assertFaultsMet();
          assertThat(scene.keys()).containsExactly("dir/b");
          scene.assertHolds("dir/b", ramp);
        });
  }

  /** Whose copy is there cannot be told on a store whose copies have versions of their own. */
  private static void lostRename(CaseTable table, Named named) {
    table.add(
        named.name,
        "rename of a file",
        "true and moved; or an error that says that the target may be another's, and nothing removed",
        scene -> {
          RampObject ramp = scene.hold("dir/a", new RampObject(1000, 1));
          FileSystem fs = scene.shared(named.settings);
          scene.next(scene.manners().move(), named.fault);
          boolean moved = false;
          try {
            moved = fs.rename(scene.path("dir/a"), scene.path("dir/b"));
            assertThat(moved).isTrue();
          } catch (FileAlreadyExistsException e) {
            assertThat(e).hasMessageContaining("it may be ours or somebody else's");
          }
          scene.assertFaultsMet();
          scene.assertHolds("dir/b", ramp);
          assertThat(scene.keys().contains("dir/a")).isNotEqualTo(moved);
        });
  }

  private record Listing(String operation, Lister lister) {}

  @FunctionalInterface
  private interface Lister {
    /** Paths of the files directly or anywhere below. */
    List<Path> list(FileSystem fs, Path directory) throws IOException;
  }

  private static final List<Listing> LISTINGS =
      List.of(
          new Listing("listStatus", (fs, path) -> paths(fs.listStatus(path))),
          new Listing("listStatusIterator", (fs, path) -> paths(fs.listStatusIterator(path))),
          new Listing("listFiles, recursive", (fs, path) -> paths(fs.listFiles(path, true))),
          new Listing("globStatus", (fs, path) -> paths(fs.globStatus(new Path(path, "f*")))));

  private static void listings(CaseTable table) {
    for (Listing listing : LISTINGS) {
      listing(table, listing, "500 to the second page", Fault.status(500));
      listing(table, listing, "503 to the second page", Fault.status(503));
      listing(table, listing, "reset before the second page", Fault.resetBeforeAnswer());
      listing(table, listing, "reset in the second page", Fault.resetAfter(100));
      listing(table, listing, "second page cut short", Fault.closeAfter(100));
      listing(table, listing, "second page cut, and its length says so", CUT_BODY);
      listing(table, listing, "second page is no HTTP", Fault.garbledAnswer());
      listing(table, listing, "stall in the second page", Fault.stallAfter(100), Scene.HASTY);
      table.add(
          "500 to the second page, once more than there are attempts",
          listing.operation,
          "fails, saying so; no part is taken for the whole",
          scene -> {
            hold(scene, "dir/");
            FileSystem fs = scene.shared();
            scene.rig().emulator().script().always(TreeFaults::isLaterPage, Fault.status(500));
            Failing.with(IOException.class, () -> listing.lister.list(fs, scene.path("dir")))
                .saying(Scene.ATTEMPTS + " attempts", "request id");
          });
    }
    table.add(
        "403",
        "listStatus",
        "fails after one request; the directory is not called missing",
        scene -> {
          hold(scene, "dir/");
          scene.next(scene.manners().listing(), Fault.status(403));
          Failing.with(
              AccessDeniedException.class, () -> scene.shared().listStatus(scene.path("dir")));
          scene.assertCount(scene.manners().listing(), 1);
        });
    table.add(
        "keys that are odd, and 500 to every second page",
        "listFiles, recursive",
        "every key that a path can name is listed once",
        scene -> {
          OddKeys.all().forEach(key -> scene.hold("odd/" + key, new RampObject(1, 1)));
          FileSystem fs = scene.shared("fs.seekwell.list.page-size", "2");
          scene
              .rig()
              .emulator()
              .script()
              .next(TreeFaults::isLaterPage, Fault.status(500), Fault.ok(), Fault.status(500));
          assertThat(paths(fs.listFiles(scene.path("odd"), true)))
              .doesNotHaveDuplicates()
              .contains(
                  new Path(scene.path("odd"), "plain"),
                  new Path(scene.path("odd"), "with space and+plus"),
                  new Path(scene.path("odd"), "per%cent%20"));
          scene.assertFaultsMet();
        });
    table.add(
        "503",
        "getContentSummary",
        "all files and bytes are counted once",
        scene -> {
          hold(scene, "dir/");
          scene.next(scene.manners().listing(), Fault.status(503));
          nextPages(scene, Fault.closeAfter(100));
          assertThat(scene.shared().getContentSummary(scene.path("dir")))
              .satisfies(sum -> assertThat(sum.getFileCount()).isEqualTo(FILES))
              .satisfies(sum -> assertThat(sum.getLength()).isEqualTo(bytes()));
          scene.assertFaultsMet();
        });
  }

  private static void listing(
      CaseTable table, Listing listing, String name, Fault fault, String... settings) {
    table.add(
        name,
        listing.operation,
        "every file is listed once; the page is asked for again",
        scene -> {
          hold(scene, "dir/");
          FileSystem fs = scene.shared(settings);
          List<Path> sound = listing.lister.list(fs, scene.path("dir"));
          int needed = scene.count(scene.manners().listing());
          nextPages(scene, fault);
          assertThat(listing.lister.list(fs, scene.path("dir")))
              .containsExactlyElementsOf(sound)
              .hasSize(FILES);
          scene.assertFaultsMet();
          scene.assertCount(scene.manners().listing(), 2 * needed + 1);
        });
  }

  private static void directories(CaseTable table) {
    made(table, "503", "the look for a file of that name", (s, f) -> s.next(Scene.HEAD, f));
    made(table, "503", "the look for the directory", (s, f) -> s.next(s.manners().listing(), f));
    made(table, "503", "the marker", (s, f) -> s.next(Scene.PUT, f));
    table.add(
        "done, and the answer is lost",
        "mkdirs",
        "true; the directory is there, made once",
        scene -> {
          scene.next(Scene.PUT, Fault.loseAnswer());
          FileSystem fs = scene.shared();
          assertThat(fs.mkdirs(scene.path("x/y"))).isTrue();
          assertThat(scene.keys()).containsExactly("x/y/");
          assertThat(fs.getFileStatus(scene.path("x")).isDirectory()).isTrue();
        });
    table.add(
        "500 to the marker, once more than there are attempts",
        "mkdirs",
        "fails, saying so; nothing is there",
        scene -> {
          scene.always(Scene.PUT, Fault.status(500));
          Failing.with(IOException.class, () -> scene.shared().mkdirs(scene.path("x/y")))
              .saying(Scene.ATTEMPTS + " attempts");
          assertThat(scene.keys()).isEmpty();
        });
    table.add(
        "503 to the look for a file above",
        "mkdirs below a file",
        "looked once more; nothing is made below a file",
        scene -> {
          scene.hold("file", new RampObject(10, 1));
          scene.nextOf(Scene.HEAD, "file", Fault.status(503));
          Failing.with(
                  ParentNotDirectoryException.class,
                  () -> scene.shared().mkdirs(scene.path("file/x")))
              .naming(scene.path("file"));
          scene.assertFaultsMet();
          assertThat(scene.keys()).containsExactly("file");
        });
    table.add(
        "503",
        "exists",
        "true for a file; asked once more",
        scene -> {
          scene.hold("a", new RampObject(10, 1));
          scene.next(Scene.HEAD, Fault.status(503));
          assertThat(scene.shared().exists(scene.path("a"))).isTrue();
          scene.assertCount(Scene.HEAD, 2);
        });
    table.add(
        "503 to the look for a directory",
        "exists",
        "true for a directory; asked once more",
        scene -> {
          hold(scene, "dir/");
          scene.next(scene.manners().listing(), Fault.status(503));
          assertThat(scene.shared().exists(scene.path("dir"))).isTrue();
          scene.assertCount(scene.manners().listing(), 2);
        });
    table.add(
        "503, once more than there are attempts",
        "exists",
        "fails: what cannot be seen is not called missing",
        scene -> {
          scene.hold("a", new RampObject(10, 1));
          scene.always(Scene.HEAD, Fault.status(503));
          Failing.with(IOException.class, () -> scene.shared().exists(scene.path("a")))
              .saying("THROTTLED", Scene.ATTEMPTS + " attempts");
        });
    table.add(
        "403",
        "exists",
        "fails: what may not be seen is not called missing",
        scene -> {
          scene.next(Scene.HEAD, Fault.status(403));
          Failing.with(AccessDeniedException.class, () -> scene.shared().exists(scene.path("a")));
          scene.assertCount(Scene.HEAD, 1);
        });
    table.add(
        "200 with an error in its body",
        "listStatus",
        "not taken for an empty directory; asked once more",
        scene -> {
          hold(scene, "dir/");
          UnaryOperator<Answer> asSuccess = error -> new Answer(200, error.headers(), error.body());
          scene.next(scene.manners().listing(), Fault.status(500).and(Fault.answering(asSuccess)));
          assertThat(scene.shared().listStatus(scene.path("dir"))).hasSize(FILES);
          scene.assertFaultsMet();
        });
  }

  @FunctionalInterface
  private interface Scripting {
    void script(Scene scene, Fault fault);
  }

  private static void made(CaseTable table, String name, String what, Scripting scripting) {
    table.add(
        name + " to " + what,
        "mkdirs",
        "true; the directory is there, and nothing else",
        scene -> {
          scripting.script(scene, Fault.status(503));
          FileSystem fs = scene.shared();
          assertThat(fs.mkdirs(scene.path("x/y"))).isTrue();
          scene.assertFaultsMet();
          assertThat(scene.keys()).containsExactly("x/y/");
        });
  }

  private static void hold(Scene scene, String directory) {
    for (int i = 0; i < FILES; i++) {
      scene.hold(directory + name(i), ramp(i));
    }
  }

  private static String name(int number) {
    return "f%02d".formatted(number);
  }

  private static RampObject ramp(int number) {
    return new RampObject(100 + number, number);
  }

  private static long bytes() {
    long sum = 0;
    for (int i = 0; i < FILES; i++) {
      sum += ramp(i).size();
    }
    return sum;
  }

  /** All are there, and nothing else but markers. */
  private static void assertMoved(Scene scene, String directory) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      scene.assertHolds(directory + name(i), ramp(i));
      expected.add(directory + name(i));
    }
    assertThat(scene.keys()).filteredOn(key -> !key.endsWith("/")).isEqualTo(expected);
  }

  /** No file is lost, wherever it is. */
  private static void assertWhole(Scene scene, String from, String to) {
    TreeSet<String> there = new TreeSet<>(scene.keys());
    for (int i = 0; i < FILES; i++) {
      String key = there.contains(to + name(i)) ? to + name(i) : from + name(i);
      scene.assertHolds(key, ramp(i));
    }
  }

  /** Faults of the next pages that are no first ones. */
  private static void nextPages(Scene scene, Fault... faults) {
    scene.rig().emulator().script(TreeFaults::isLaterPage, faults);
  }

  /** Both stores put into a later page's query where it begins. */
  private static boolean isLaterPage(Call call) {
    return call.operation().startsWith("ListObjects")
        && (call.request().parameter("continuation-token").isPresent()
            || call.request().parameter("start").isPresent());
  }

  /** Matches from the n-th call on. */
  private static Predicate<Call> nth(String operation, int n) {
    AtomicInteger seen = new AtomicInteger();
    return call -> call.operation().equals(operation) && seen.incrementAndGet() >= n;
  }

  private static List<Path> paths(FileStatus[] statuses) {
    return List.of(statuses).stream().map(FileStatus::getPath).toList();
  }

  private static List<Path> paths(RemoteIterator<? extends FileStatus> statuses)
      throws IOException {
    List<Path> paths = new ArrayList<>();
    while (statuses.hasNext()) {
      paths.add(statuses.next().getPath());
    }
    return paths;
  }
}
