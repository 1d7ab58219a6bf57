package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's checkpoint file managers, driven as Structured Streaming drives them: what a query has
 * done stands in files that appear whole, once, and by one writer. Spark 4.1 moved the classes, so
 * they are called by reflection.
 */
final class CheckpointFiles {
  private static final String STREAMING = "org.apache.spark.sql.execution.streaming.";
  private static final List<String> PACKAGES = List.of(STREAMING, STREAMING + "checkpointing.");
  private static final int WRITERS = 8;
  private static final int ROUNDS = 4;

  private final Object manager;
  private final Class<?> type;
  private final Path dir;

  private CheckpointFiles(String name, Path dir, Configuration conf)
      throws ReflectiveOperationException {
    this.type = find("CheckpointFileManager");
    this.manager =
        find(name).getConstructor(Path.class, Configuration.class).newInstance(dir, conf);
    this.dir = dir;
  }

  static void checkAll(SparkSession spark, String scheme, String dir) {
    final Configuration conf = spark.sparkContext().hadoopConfiguration();
    for (String door : List.of("FileSystem", "FileContext")) {
      final Path path = new Path(dir, door);
      Checks.run(
          scheme + ".checkpoint." + door.toLowerCase(java.util.Locale.ROOT),
          () -> {
            final CheckpointFiles files =
                new CheckpointFiles(door + "BasedCheckpointFileManager", path, conf);
            files.treeIsMadeListedAndDeleted();
            files.fileAppearsWhenClosed();
            files.cancelledFileNeverAppears();
            files.secondWriterIsRefused();
            files.overwritingKeepsAFileThroughout();
            files.oneOfManyWritersWins();
            files.noTemporaryFileIsLeft();
          });
    }
  }

  private void treeIsMadeListedAndDeleted() throws Exception {
    mkdirs(dir);
    Checks.that(exists(dir), "no directory was made");
    final Path below = new Path(dir, "a/b/c");
    mkdirs(below);
    write(new Path(below, "1"), "x", false);
    write(new Path(below, "22"), "x", false);
    Checks.same(List.of("1", "22"), names(list(below, path -> true)), "listed");
    Checks.same(List.of("22"), names(list(below, path -> path.getName().length() > 1)), "filtered");
    Checks.same(List.of("a"), names(list(dir, path -> true)), "top");
    delete(new Path(dir, "a"));
    Checks.that(!exists(below), "still there after deletion");
    delete(new Path(dir, "a")); // what is not there may be deleted
    Checks.refused(() -> list(below, path -> true), "FileNotFoundException", "listing of nothing");
    Checks.refused(
        () -> open(new Path(dir, "none")).close(), "FileNotFoundException", "opening of nothing");
  }

  private void fileAppearsWhenClosed() throws Exception {
    final Path file = new Path(dir, "appears/0");
    mkdirs(file.getParent());
    final FSDataOutputStream out = createAtomic(file, false);
    out.write("whole".getBytes(StandardCharsets.UTF_8));
    Checks.that(!exists(file), "there before it was closed");
    out.close();
    Checks.same("whole", read(file), "content");
  }

  private void cancelledFileNeverAppears() throws Exception {
    final Path file = new Path(dir, "cancelled/0");
    mkdirs(file.getParent());
    final FSDataOutputStream out = createAtomic(file, false);
    out.write(1);
    cancel(out);
    Checks.that(!exists(file), "there although cancelled");
    write(file, "first", false);
    final FSDataOutputStream over = createAtomic(file, true);
    over.write(2);
    cancel(over);
    Checks.same("first", read(file), "content after a cancelled overwrite");
  }

  private void secondWriterIsRefused() throws Exception {
    final Path file = new Path(dir, "twice/0");
    mkdirs(file.getParent());
    write(file, "first", false);
    Checks.refused(
        () -> write(file, "second", false), "FileAlreadyExistsException", "a second writer");
    // Both begin before either ends.
    final Path race = new Path(dir, "twice/1");
    final FSDataOutputStream one = createAtomic(race, false);
    final FSDataOutputStream two = createAtomic(race, false);
    one.write("one".getBytes(StandardCharsets.UTF_8));
    two.write("two".getBytes(StandardCharsets.UTF_8));
    one.close();
    Checks.refused(two::close, "FileAlreadyExistsException", "the slower of two writers");
    Checks.same("first", read(file), "content");
    Checks.same("one", read(race), "content");
  }

  /** "If possible": over FileSystem.rename it is not, and the old content stays. */
  private void overwritingKeepsAFileThroughout() throws Exception {
    final Path file = new Path(dir, "overwritten/0");
    mkdirs(file.getParent());
    write(file, "old", true);
    write(file, "new", true);
    final boolean byContext = manager.getClass().getSimpleName().startsWith("FileContext");
    Checks.same(byContext ? "new" : "old", read(file), "content");
  }

  private void oneOfManyWritersWins() throws Exception {
    mkdirs(new Path(dir, "race"));
    final ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        final Path file = new Path(dir, "race/" + round);
        final CyclicBarrier start = new CyclicBarrier(WRITERS);
        final List<Callable<String>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          final String me = "writer " + i;
          writers.add(
              () -> {
                final FSDataOutputStream out = createAtomic(file, false);
                out.write(me.getBytes(StandardCharsets.UTF_8));
                start.await(30, TimeUnit.SECONDS);
                try {
                  out.close();
                  return me;
                } catch (IOException lost) {
                  return "";
                }
              });
        }
        final List<String> winners = new ArrayList<>();
        for (Future<String> writer : pool.invokeAll(writers, 60, TimeUnit.SECONDS)) {
          final String name = writer.get();
          if (!name.isEmpty()) {
            winners.add(name);
          }
        }
        Checks.same(1, winners.size(), "winners of round " + round + ": " + winners + ", number");
        Checks.same(winners.get(0), read(file), "content of round " + round);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Hidden names that were written first; those of writers who came too late Spark leaves. */
  private void noTemporaryFileIsLeft() throws Exception {
    for (String below : List.of("appears", "cancelled")) {
      for (String name : names(list(new Path(dir, below), path -> true))) {
        Checks.that(name.matches("\\d+"), "left over: " + below + "/" + name);
      }
    }
  }

  private void write(Path file, String text, boolean overwrite) throws Exception {
    final FSDataOutputStream out = createAtomic(file, overwrite);
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.close();
  }

  private String read(Path file) throws Exception {
    try (FSDataInputStream in = open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> names(FileStatus[] found) {
    return Arrays.stream(found).map(status -> status.getPath().getName()).sorted().toList();
  }

  // The managers' own methods.

  private FSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) throws Exception {
    return (FSDataOutputStream)
        call("createAtomic", List.of(Path.class, boolean.class), path, overwriteIfPossible);
  }

  private static void cancel(FSDataOutputStream out) throws Exception {
    invoke(out, out.getClass().getMethod("cancel"));
  }

  private FSDataInputStream open(Path path) throws Exception {
    return (FSDataInputStream) call("open", List.of(Path.class), path);
  }

  private FileStatus[] list(Path path, PathFilter filter) throws Exception {
    return (FileStatus[]) call("list", List.of(Path.class, PathFilter.class), path, filter);
  }

  private boolean exists(Path path) throws Exception {
    return (Boolean) call("exists", List.of(Path.class), path);
  }

  private void mkdirs(Path path) throws Exception {
    call("mkdirs", List.of(Path.class), path);
  }

  private void delete(Path path) throws Exception {
    call("delete", List.of(Path.class), path);
  }

  private Object call(String name, List<Class<?>> parameters, Object... arguments)
      throws Exception {
    return invoke(manager, type.getMethod(name, parameters.toArray(Class[]::new)), arguments);
  }

  private static Object invoke(Object target, Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The full name of one of these classes in the Spark at hand. */
  static String className(String name) throws ClassNotFoundException {
    return find(name).getName();
  }

  private static Class<?> find(String name) throws ClassNotFoundException {
    for (String each : PACKAGES) {
      try {
        return Class.forName(each + name);
      } catch (ClassNotFoundException elsewhere) {
        // the next package
      }
    }
    throw new ClassNotFoundException(name + " in none of " + PACKAGES);
  }
}
