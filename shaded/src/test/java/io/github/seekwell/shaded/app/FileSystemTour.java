package io.github.seekwell.shaded.app;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/**
 * Writes, reads, seeks, lists, renames and deletes below a directory, through both doors of Hadoop,
 * and looks at the classes behind them by reflection.
 *
 * <p>Arguments: the directory, then settings as {@code key=value}. Prints a line for each stage and
 * ends with {@code TOUR COMPLETE}; anything unexpected is an exception.
 */
public final class FileSystemTour {
  private static final int SIZE = 3_000_000;

  private FileSystemTour() {}

  public static void main(String[] args) throws Exception {
    final Configuration conf = new Configuration();
    for (int i = 1; i < args.length; i++) {
      final int equals = args[i].indexOf('=');
      conf.set(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    say("hadoop " + VersionInfo.getVersion());
    final Path root = new Path(args[0]);
    final FileSystem fs = FileSystem.get(root.toUri(), conf);
    final FileContext fc = FileContext.getFileContext(root.toUri(), conf);
    reflect(fs.getClass());
    reflect(fc.getDefaultFileSystem().getClass());
    fileSystem(fs, new Path(root, "files"));
    fileContext(fc, new Path(root, "contexts"));
    say("TOUR COMPLETE");
  }

  /** Asks what PySpark asks of each Java object: every type in every signature must be there. */
  private static void reflect(Class<?> type) {
    int methods = 0;
    for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
      methods += each.getMethods().length + each.getDeclaredMethods().length;
      methods += each.getConstructors().length;
    }
    expect(true, methods > 0, "methods by reflection");
    say("reflected " + type.getName());
  }

  private static void fileSystem(FileSystem fs, Path dir) throws IOException {
    say("class " + fs.getClass().getName());
    final Path file = new Path(dir, "a/ramp");
    fs.mkdirs(dir);
    try (FSDataOutputStream out = fs.create(file, false)) {
      reflect(out.getWrappedStream().getClass());
      out.write(ramp());
    }
    expect(SIZE, fs.getFileStatus(file).getLen(), "length");
    try (FSDataInputStream in = fs.open(file)) {
      reflect(in.getWrappedStream().getClass());
      checkReads(in);
    }
    try (FSDataInputStream in = fs.openFile(file).build().get()) {
      checkReads(in);
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IOException(e);
    }
    say("read");

    final FileStatus[] listed = fs.listStatus(file.getParent());
    expect(1, listed.length, "files listed");
    expect("ramp", listed[0].getPath().getName(), "name listed");

    final Path moved = new Path(dir, "b");
    expect(true, fs.rename(file.getParent(), moved), "rename");
    expect(false, fs.exists(file), "source after rename");
    expect(SIZE, fs.getFileStatus(new Path(moved, "ramp")).getLen(), "length after rename");
    expect(true, fs.delete(moved, true), "delete");
    try {
      fs.open(new Path(moved, "ramp")).close();
      throw new AssertionError("a deleted file could be opened");
    } catch (FileNotFoundException expected) {
      say("deleted");
    }
    fs.close();
  }

  private static void fileContext(FileContext fc, Path dir) throws IOException {
    final Path file = new Path(dir, "ramp");
    try (FSDataOutputStream out =
        fc.create(file, EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())) {
      out.write(ramp());
    }
    expect(SIZE, fc.getFileStatus(file).getLen(), "length by context");
    try (FSDataInputStream in = fc.open(file)) {
      checkReads(in);
    }
    final Path moved = new Path(dir, "moved");
    fc.rename(file, moved);
    expect(false, fc.util().exists(file), "source after rename by context");
    expect(1, fc.util().listStatus(dir).length, "files listed by context");
    expect(true, fc.delete(dir, true), "delete by context");
    say("context " + fc.getDefaultFileSystem().getClass().getName());
  }

  private static void checkReads(FSDataInputStream in) throws IOException {
    final byte[] whole = new byte[SIZE];
    in.readFully(0, whole);
    expect(true, java.util.Arrays.equals(whole, ramp()), "bytes");
    in.seek(SIZE - 1);
    expect(at(SIZE - 1), in.read(), "last byte");
    expect(-1, in.read(), "end");
    in.seek(1234);
    expect(at(1234), in.read(), "byte after seeking back");
    expect(1235L, in.getPos(), "position");
  }

  private static byte[] ramp() {
    final byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) at(i);
    }
    return bytes;
  }

  private static int at(int position) {
    return (position * 31 + (position >>> 8)) & 0xFF;
  }

  private static void expect(Object wanted, Object got, String what) {
    final boolean same =
        wanted instanceof Number w && got instanceof Number g
            ? w.longValue() == g.longValue()
            : wanted.equals(got);
    if (!same) {
      throw new AssertionError(what + ": wanted " + wanted + ", got " + got);
    }
  }

  private static void say(String line) {
    System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.length() + 1);
    System.out.flush();
  }
}
