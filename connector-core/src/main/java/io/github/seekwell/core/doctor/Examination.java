package io.github.seekwell.core.doctor;

import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.net.SystemResolver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Tries, one after the other, what a job would do: find the endpoint, list, read, write, rename,
 * delete. Says what it finds in words and goes on as far as it can. Used once, by one thread.
 */
public final class Examination {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LOOKS = 11;
  private static final String ATTEMPTS = "3";
  private static final int SMALL = 1 << 20;

  /** Two parts of an upload, and long enough to tell a rate by. */
  private static final int LARGE = 16 << 20;

  /** Stores refuse signatures that are older or younger. */
  private static final long CLOCK_REFUSED_SECONDS = 300;

  /** Times of files have whole seconds, and writing them takes a moment. */
  private static final long CLOCK_NOTED_SECONDS = 5;

  private final Path folder;
  private final URI uri;
  private final Configuration conf;
  private final boolean readOnly;
  private final Report report;

  /**
   * @param folder a bucket's root or a folder in it, with scheme and bucket
   * @param readOnly whether nothing may be written
   * @param out where to say what was found
   */
  public Examination(Path folder, Configuration conf, boolean readOnly, PrintStream out) {
    this.folder = folder;
    this.uri = folder.toUri();
    this.conf = new Configuration(conf);
    this.conf.setIfUnset("fs.seekwell.retry.attempts", ATTEMPTS); // who asks wants to know soon
    this.readOnly = readOnly;
    this.report = new Report(out);
  }

  /** Examines; whether all is well. */
  public boolean passes() {
    FileSystem[] opened = new FileSystem[1];
    boolean open =
        report.tries(
            "settings",
            "see README.md for the settings that a store needs, and docs/troubleshooting.md",
            () -> {
              opened[0] = FileSystem.newInstance(uri, conf);
              return opened[0].getUri() + " by " + opened[0].getClass().getName();
            });
    if (!open) {
      return false;
    }
    try (FileSystem fs = opened[0]) {
      if (fs instanceof ObjectFileSystem ours) {
        addresses(ours.endpoint());
        use(fs);
      } else {
        report.fails(
            "settings",
            uri.getScheme() + ":// is served by another connector",
            "set fs." + uri.getScheme() + ".impl to this one's class, as README.md tells");
      }
    } catch (IOException e) {
      report.fails("settings", "closing: " + e.getMessage(), "none; nothing was lost");
    }
    return report.isGood();
  }

  /** Only notes: behind a proxy none of it may work, and one good address is enough. */
  private void addresses(URI endpoint) {
    boolean secure = "https".equals(endpoint.getScheme());
    int port = endpoint.getPort() > 0 ? endpoint.getPort() : secure ? 443 : 80;
    List<InetAddress> found;
    try {
      found = new SystemResolver().resolve(endpoint.getHost());
    } catch (UnknownHostException e) {
      report.note(
          "name",
          endpoint.getHost()
              + " is not known here: unless there is a proxy, check endpoint, region and DNS");
      return;
    }
    String many = found.size() == 1 ? "one address" : found.size() + " addresses";
    report.found("name", endpoint.getHost() + " has " + many);
    for (InetAddress address : found) {
      String name = address.getHostAddress();
      long start = System.nanoTime();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        report.found("address", name + " connects in " + millis(start) + " ms");
      } catch (IOException e) {
        report.note(
            "address",
            name + ": " + e.getMessage() + ": is a firewall in the way of port " + port + "?");
      }
    }
  }

  /**
   * The first request lists, since an answer to a look at one object cannot say why it is refused.
   */
  private void use(FileSystem fs) {
    boolean listed =
        report.tries(
            "list",
            e -> Remedy.of(e, "list this bucket and to look at its objects"),
            () -> {
              long start = System.nanoTime();
              boolean some = holdsAny(fs);
              return folder + (some ? "" : " is empty,") + " in " + millis(start) + " ms";
            });
    if (listed && readOnly) {
      report.note("write", "not tried (--read-only)");
    } else if (listed) {
      Path scratch = new Path(folder, ".seekwell-doctor-" + UUID.randomUUID());
      List<Path> missing = missingAbove(fs, scratch);
      try (Ending ending = Ending.watch(report)) {
        try {
          write(fs, scratch);
        } finally {
          ending.beginTidying();
          report.tries(
              "delete",
              "remove " + scratch + " by hand; jobs that overwrite or rename need this permission",
              () -> delete(fs, scratch, missing));
        }
      }
    }
  }

  private static String delete(FileSystem fs, Path scratch, List<Path> missing) throws IOException {
    fs.delete(scratch, true);
    for (Path parent : missing) {
      if (fs.exists(parent)) {
        fs.delete(parent, false);
      }
    }
    if (fs.exists(scratch)) {
      throw new IOException(scratch + " is still there");
    }
    return scratch + " is removed";
  }

  private boolean holdsAny(FileSystem fs) throws IOException {
    try {
      return fs.listStatusIterator(folder).hasNext();
    } catch (FileNotFoundException none) {
      return false;
    }
  }

  /** Folders that come with what is written, the lowest first: they are to go with it. */
  private static List<Path> missingAbove(FileSystem fs, Path path) {
    List<Path> missing = new ArrayList<>();
    try {
      for (Path parent = path.getParent();
          parent != null && !fs.exists(parent);
          parent = parent.getParent()) {
        missing.add(parent);
      }
    } catch (IOException e) {
      return List.of(); // What is wrong is found by what follows.
    }
    return missing;
  }

  private void write(FileSystem fs, Path scratch) {
    byte[] small = bytes(SMALL);
    Path file = new Path(scratch, "small");
    long before = System.currentTimeMillis();
    boolean written =
        report.tries(
            "write",
            e -> Remedy.of(e, "write here; who only reads may call this with --read-only"),
            () -> write(fs.create(file, true), small));
    if (!written) {
      return;
    }
    clock(fs, file, before, System.currentTimeMillis());
    report.tries(
        "condition",
        "this store ignores If-None-Match: of two writers with overwrite=false both may win",
        () -> condition(fs, file, small));
    report.tries("read", "these credentials may not read here", () -> read(fs, file, small));
    report.tries("latency", "see the lines above", () -> latency(fs, file));
    byte[] large = bytes(LARGE);
    Path parts = new Path(scratch, "large");
    if (report.tries(
        "upload",
        "multipart uploads are refused: files larger than fs.seekwell.write.part-size need them",
        () -> write(fs.create(parts, true), large))) {
      report.tries("rate", "see the lines above", () -> read(fs, parts, large));
    }
    report.tries(
        "rename",
        "these credentials may not copy and delete here (on OCI: rename)",
        () -> {
          Path moved = new Path(scratch, "moved");
          if (!fs.rename(file, moved) || fs.exists(file) || !fs.exists(moved)) {
            throw new IOException(file + " was not moved");
          }
          return "a file was moved";
        });
  }

  /** The store itself decides at the end of the write; nobody looks before. */
  private static String condition(FileSystem fs, Path file, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file);
    builder.recursive();
    builder.must("fs.option.create.conditional.overwrite", true);
    try {
      write(builder.build(), bytes);
    } catch (FileAlreadyExistsException e) {
      return "a file that is there is not written over unless asked for";
    }
    throw new IOException("a file was written over that was there already");
  }

  private static String write(FSDataOutputStream opened, byte[] bytes) throws IOException {
    long start = System.nanoTime();
    try (FSDataOutputStream out = opened) {
      out.write(bytes);
    }
    return text("%d MiB in %d ms", bytes.length >> 20, millis(start));
  }

  private static String read(FileSystem fs, Path path, byte[] expected) throws IOException {
    byte[] read = new byte[expected.length];
    long start = System.nanoTime();
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully(0, read);
    }
    long millis = millis(start);
    if (!Arrays.equals(read, expected)) {
      throw new IOException(path + ": what was read is not what was written");
    }
    double rate = expected.length / 1e3 / Math.max(1, millis);
    return text("%d MiB in %d ms, %.0f MB/s", expected.length >> 20, millis, rate);
  }

  /** Requests that bring nothing. */
  private static String latency(FileSystem fs, Path path) throws IOException {
    long[] nanos = new long[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      long start = System.nanoTime();
      fs.getFileStatus(path);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return text(
        "%.1f ms to an answer (median of %d; %.1f to %.1f)",
        nanos[LOOKS / 2] / 1e6, LOOKS, nanos[0] / 1e6, nanos[LOOKS - 1] / 1e6);
  }

  /** The store dates files by its own clock. */
  private void clock(FileSystem fs, Path path, long before, long after) {
    report.tries(
        "clock",
        "set this machine's clock (NTP): stores refuse what is signed five minutes off",
        () -> {
          FileStatus status = fs.getFileStatus(path);
          long middle = (before + after) / 2;
          long off = (status.getModificationTime() - middle) / 1000;
          if (Math.abs(off) >= CLOCK_REFUSED_SECONDS) {
            throw new IOException("the store's clock is " + off + " s ahead of this machine's");
          }
          return Math.abs(off) < CLOCK_NOTED_SECONDS
              ? "as the store's"
              : "the store's is " + off + " s ahead of this machine's";
        });
  }

  /** The same each time, and not to be compressed. */
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
