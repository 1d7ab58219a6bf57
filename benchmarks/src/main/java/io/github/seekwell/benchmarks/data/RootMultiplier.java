package io.github.seekwell.benchmarks.data;

import io.github.seekwell.benchmarks.data.TreeObject.Branch;
import io.github.seekwell.benchmarks.root.RootDirectory;
import io.github.seekwell.benchmarks.root.RootKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a big ROOT file of a small real one: its tree, so many times over, as a fast merge of
 * copies gives it. Every basket is copied as it is, still compressed; tree object, key list and
 * head are written anew. So the result has that many times the events, one cluster or more for each
 * copy, and every histogram of it is exactly that many times the source's.
 *
 * <p>Takes trees with plain branches, zlib-compressed, all baskets on disk; results below 2 GB.
 */
public final class RootMultiplier {

  /** One basket of the source. */
  private record Basket(Branch branch, int index) {
    long position() {
      return branch.basketPositions[index];
    }

    int length() {
      return branch.basketLengths[index];
    }
  }

  private final byte[] source;
  private final RootDirectory directory;
  private final RootKey key;
  private final TreeObject tree;

  private RootMultiplier(byte[] source, String treeName) throws IOException {
    this.source = source;
    this.directory =
        RootDirectory.read(
            (position, length) ->
                ByteBuffer.wrap(source, Math.toIntExact(position), length).slice());
    this.key =
        directory
            .newest(List.of(treeName))
            .orElseThrow(() -> new IOException("no tree named " + treeName));
    this.tree = new TreeReader(treeBytes(), key.keyLength()).read();
  }

  /**
   * Writes {@code target}, replacing what is there.
   *
   * @param copies how many times the tree is repeated, at least once
   * @throws IOException also when the source is not of the kind this class takes
   */
  public static void multiply(Path source, String treeName, int copies, Path target)
      throws IOException {
    if (copies < 1) {
      throw new IllegalArgumentException("copies must be 1 or more: " + copies);
    }
    new RootMultiplier(Files.readAllBytes(source), treeName).write(copies, target);
  }

  private byte[] treeBytes() throws IOException {
    int from = Math.toIntExact(key.objectPosition());
    int end = from + key.storedLength();
    return key.compressed()
        ? Zlib.inflate(source, from, end, key.objectLength())
        : Arrays.copyOfRange(source, from, end);
  }

  private void write(int copies, Path target) throws IOException {
    Files.deleteIfExists(target);
    String name = target.getFileName().toString();
    List<Basket> baskets = basketsInFileOrder();
    try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw");
        RootRecords records = new RootRecords(file, name, directory.begin())) {
      List<long[]> positions = new ArrayList<>(copies);
      for (int copy = 0; copy < copies; copy++) {
        positions.add(copyBaskets(baskets, records));
      }
      repeat(baskets, positions);

      int keyLength = RootRecords.keyLength("TTree", key.name(), tree.title);
      byte[] bytes = new TreeWriter(keyLength).write(tree, tree.entries / copies);
      byte[] treeKey =
          records.object("TTree", key.name(), tree.title, Zlib.deflate(bytes), bytes.length);
      int streamers = records.copy(streamerInfo());
      records.finish(
          treeKey,
          directory.version(),
          directory.compression(),
          streamers,
          directory.streamerInfoLength());
    }
  }

  private List<Basket> basketsInFileOrder() {
    List<Basket> baskets = new ArrayList<>();
    for (Branch branch : tree.branches) {
      for (int i = 0; i < branch.baskets; i++) {
        baskets.add(new Basket(branch, i));
      }
    }
    baskets.sort(Comparator.comparingLong(Basket::position));
    return baskets;
  }

  /** Writes one copy of all baskets in one go; gives their new positions. */
  private long[] copyBaskets(List<Basket> baskets, RootRecords records) throws IOException {
    int total = 0;
    for (Basket basket : baskets) {
      total += basket.length();
    }
    ByteBuffer copy = ByteBuffer.allocate(total);
    long[] positions = new long[baskets.size()];
    long start = records.position();
    for (int i = 0; i < positions.length; i++) {
      positions[i] = start + copy.position();
      byte[] record = record(baskets.get(i));
      RootRecords.move(record, positions[i]);
      copy.put(record);
    }
    records.write(copy.array(), total);
    return positions;
  }

  private byte[] record(Basket basket) throws IOException {
    int from = Math.toIntExact(basket.position());
    byte[] record = Arrays.copyOfRange(source, from, from + basket.length());
    if (ByteBuffer.wrap(record).getInt() != basket.length()) {
      throw new IOException("a basket of " + basket.branch().name + " is not where the tree says");
    }
    return record;
  }

  private byte[] streamerInfo() {
    int from = Math.toIntExact(directory.streamerInfo());
    return Arrays.copyOfRange(source, from, from + directory.streamerInfoLength());
  }

  /** Makes the tree object that of all copies together. */
  private void repeat(List<Basket> baskets, List<long[]> positions) {
    int copies = positions.size();
    for (Branch branch : tree.branches) {
      int old = branch.baskets;
      int[] lengths = branch.basketLengths;
      long[] entries = branch.basketEntries;
      branch.baskets = old * copies;
      branch.basketLengths = new int[branch.baskets];
      branch.basketEntries = new long[branch.baskets];
      branch.basketPositions = new long[branch.baskets];
      for (int i = 0; i < branch.baskets; i++) {
        branch.basketLengths[i] = lengths[i % old];
        branch.basketEntries[i] = entries[i % old] + i / old * tree.entries;
      }
      branch.entryNumber *= copies;
      branch.entries *= copies;
      branch.uncompressedBytes *= copies;
      branch.storedBytes *= copies;
    }
    for (int i = 0; i < baskets.size(); i++) {
      Basket basket = baskets.get(i);
      int old = basket.branch().baskets / copies;
      for (int copy = 0; copy < copies; copy++) {
        basket.branch().basketPositions[copy * old + basket.index()] = positions.get(copy)[i];
      }
    }
    tree.entries *= copies;
    tree.uncompressedBytes *= copies;
    tree.storedBytes *= copies;
  }
}
