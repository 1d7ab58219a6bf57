package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.root_proxy.ROOTFile;
import edu.vanderbilt.accre.laurelin.root_proxy.TFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * A ROOT file on a Hadoop file system, read through Laurelin's lower layer. Owns its stream. For
 * one thread.
 */
public final class RootFile implements Closeable {
  private static final String TREE_CLASS = "TTree";

  private final Path path;
  private final FSDataInputStream stream;
  private final StreamFile source;
  private final ROOTFile bytes;
  private final long length;

  private RootFile(Path path, FSDataInputStream stream, long length) throws IOException {
    this.path = path;
    this.stream = stream;
    this.length = length;
    this.source = new StreamFile(path, stream, length);
    this.bytes = ROOTFile.getInputFile(path.toString(), source);
  }

  /**
   * Opens a file whose length is known, so that no store need be asked for it.
   *
   * @param configuration the job's, never a bare one
   */
  public static RootFile open(Path path, long length, Configuration configuration)
      throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    // Names, not Hadoop's constants: 3.3.4 has neither the constants nor opt(String, long).
    FutureDataInputStreamBuilder builder =
        fileSystem
            .openFile(path)
            .opt("fs.option.openfile.length", Long.toString(length))
            .opt("fs.option.openfile.read.policy", "random");
    return new RootFile(path, FutureIO.awaitFuture(builder.build()), length);
  }

  public Path path() {
    return path;
  }

  /** The stream under the reader, for its statistics. */
  public FSDataInputStream stream() {
    return stream;
  }

  /**
   * The newest tree that has one of these names.
   *
   * @throws UnsupportedRootFileException when there is none, or none that the reader takes
   */
  public RootTree tree(List<String> names) throws IOException {
    RootDirectory directory = directory();
    RootKey key =
        directory
            .newest(names)
            .orElseThrow(
                () ->
                    unsupported(
                        "no tree named "
                            + String.join(" or ", names)
                            + "; the file holds "
                            + listed(directory.keys())));
    requireReadable(directory, key);
    try {
      TFile file = TFile.getFromFile(bytes);
      return new RootTree(this, file.getProxy(key.name()), file);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw translated("the reader does not understand tree " + key.name(), e);
    }
  }

  private RootDirectory directory() throws IOException {
    if (length < RootDirectory.HEADER_LENGTH
        || !RootDirectory.isMagic(read(0, RootDirectory.MAGIC_LENGTH))) {
      throw unsupported("not a ROOT file");
    }
    try {
      return RootDirectory.read(this::read);
    } catch (IOException | RuntimeException e) {
      throw translated("header or list of keys is damaged", e);
    }
  }

  /** Through Laurelin's page cache, so that it finds the pages there. */
  private ByteBuffer read(long position, int count) throws IOException {
    source.requireWithin(position, count);
    return bytes.getCursor(position).readBuffer(count);
  }

  private void requireReadable(RootDirectory directory, RootKey key) throws IOException {
    if (key.className().endsWith("RNTuple")) {
      throw unsupported(key.name() + " is an RNTuple; the reader takes trees of class TTree only");
    }
    if (!key.className().equals(TREE_CLASS)) {
      throw unsupported(key.name() + " is a " + key.className() + ", not a TTree");
    }
    // Laurelin skips the key twice in an object that is not compressed.
    RootKey streamers = directory.streamerInfoKey(this::read);
    if (!key.compressed() || !streamers.compressed()) {
      throw unsupported("the file is not compressed, and the reader loses its place in such files");
    }
    requireReadable("tree " + key.name(), read(key.objectPosition(), Compression.MARK_LENGTH));
    // Laurelin takes the first key of a name, which is the newest in every file ROOT wrote.
    RootKey first =
        directory.keys().stream().filter(k -> k.name().equals(key.name())).findFirst().orElse(key);
    if (!first.equals(key)) {
      throw unsupported("the newest cycle of " + key.name() + " is not the first in the key list");
    }
  }

  void requireReadable(String what, ByteBuffer mark) throws UnsupportedRootFileException {
    if (!Compression.readable(mark)) {
      throw unsupported(
          what
              + " is compressed with "
              + Compression.name(mark)
              + "; the reader takes zlib, LZMA and LZ4");
    }
  }

  /**
   * What reading has thrown: the store's own exception, a refusal, or else a refusal that names the
   * file. Laurelin tells of whatever it does not know by some exception or other, and wraps
   * others'.
   */
  IOException translated(String what, Throwable thrown) {
    IOException stores = source.failure();
    if (stores != null) {
      return stores;
    }
    Throwable innermost = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      innermost = t;
      if (t instanceof UnsupportedRootFileException refusal) {
        return refusal;
      }
    }
    return new UnsupportedRootFileException(path, what + " (" + innermost + ")", thrown);
  }

  UnsupportedRootFileException unsupported(String reason) {
    return new UnsupportedRootFileException(path, reason);
  }

  /** Says that these baskets will be read soon. */
  void announce(List<BasketRange> baskets) throws IOException {
    source.announce(baskets);
  }

  ROOTFile bytes() {
    return bytes;
  }

  private static String listed(List<RootKey> keys) {
    StringBuilder list = new StringBuilder();
    for (RootKey key : keys) {
      list.append(list.isEmpty() ? "" : ", ")
          .append(key.className())
          .append(' ')
          .append(key.name());
    }
    return list.isEmpty() ? "nothing" : list.toString();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
