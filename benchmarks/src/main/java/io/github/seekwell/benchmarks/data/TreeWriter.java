package io.github.seekwell.benchmarks.data;

import io.github.seekwell.benchmarks.data.TreeObject.Branch;
import io.github.seekwell.benchmarks.data.TreeObject.Leaf;
import io.github.seekwell.benchmarks.data.TreeObject.Part;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a TTree: the counterpart of {@link TreeReader}. */
final class TreeWriter {
  private static final int ARRAY_VERSION = 3;
  private static final int ON_HEAP = 0x0200_0000;
  private static final int MINIMUM_SLOTS = 10;
  private static final long ESTIMATE = 1_000_000;

  private final int keyLength;
  private ByteBuffer out = ByteBuffer.allocate(1 << 20);
  private final Map<Part, Integer> parts = new IdentityHashMap<>();
  private final Map<String, Integer> classes = new HashMap<>();

  TreeWriter(int keyLength) {
    this.keyLength = keyLength;
  }

  /**
   * The bytes of the tree.
   *
   * @param entriesPerCluster what the tree tells readers of its clusters
   */
  byte[] write(TreeObject tree, long entriesPerCluster) {
    int start = start(tree.version);
    raw(tree.attributes);
    longs(tree.entries, tree.uncompressedBytes, tree.storedBytes, 0, tree.storedBytes);
    raw(tree.settings);
    ints(0); // no irregular clusters
    raw(tree.limits);
    longs(entriesPerCluster, ESTIMATE);
    raw(new byte[2]); // no ends nor sizes of irregular clusters
    raw(tree.ioFeatures);
    array(tree.branches);
    array(tree.leaves);
    ints(0, 0, 0, 0, 0, 0, 0); // aliases, index values, index, tree index, friends, user, reference
    finish(start);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private void array(List<? extends Part> array) {
    int start = start(ARRAY_VERSION);
    room(Short.BYTES).putShort((short) 1);
    ints(0, ON_HEAP);
    raw(new byte[1]); // no name
    ints(array.size(), 0);
    for (Part part : array) {
      part(part);
    }
    finish(start);
  }

  private void part(@Nullable Part part) {
    if (part == null) {
      ints(0);
      return;
    }
    Integer known = parts.get(part);
    if (known != null) {
      ints(known);
      return;
    }
    int start = out.position();
    ints(0);
    className(part.className());
    parts.put(part, start + keyLength + TreeReader.REFERENCE_SHIFT);
    if (part instanceof Leaf leaf) {
      leaf(leaf);
    } else {
      branch((Branch) part);
    }
    finish(start);
  }

  private void className(String name) {
    Integer known = classes.get(name);
    if (known != null) {
      ints(TreeReader.CLASS | known);
      return;
    }
    classes.put(name, out.position() + keyLength + TreeReader.REFERENCE_SHIFT);
    ints(TreeReader.NEW_CLASS);
    raw((name + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  private void leaf(Leaf leaf) {
    int start = start(leaf.version);
    int base = out.position();
    ints(0);
    raw(leaf.base); // begins with its version
    part(leaf.count);
    finish(base);
    raw(leaf.range);
    finish(start);
  }

  private void branch(Branch branch) {
    int start = start(branch.version);
    raw(branch.attributes);
    int slots = Math.max(MINIMUM_SLOTS, branch.baskets + 1);
    ints(branch.compression, branch.basketSize, branch.entryOffsetLength, branch.baskets);
    longs(branch.entryNumber);
    raw(branch.ioFeatures);
    ints(branch.offset, slots, branch.splitLevel);
    longs(branch.entries, branch.firstEntry, branch.uncompressedBytes, branch.storedBytes);
    array(List.of());
    array(branch.leaves);
    array(List.of());
    raw(new byte[] {1});
    for (int i = 0; i < slots; i++) {
      ints(i < branch.baskets ? branch.basketLengths[i] : 0);
    }
    raw(new byte[] {1});
    for (int i = 0; i < slots; i++) {
      longs(
          i < branch.baskets ? branch.basketEntries[i] : i == branch.baskets ? branch.entries : 0);
    }
    raw(new byte[] {1});
    for (int i = 0; i < slots; i++) {
      longs(i < branch.baskets ? branch.basketPositions[i] : 0);
    }
    raw(new byte[1]); // no file of its own
    finish(start);
  }

  private int start(int version) {
    int at = out.position();
    ints(0);
    room(Short.BYTES).putShort((short) version);
    return at;
  }

  private void finish(int start) {
    out.putInt(start, TreeReader.BYTE_COUNT | (out.position() - start - Integer.BYTES));
  }

  private void ints(int... values) {
    room(values.length * Integer.BYTES);
    for (int value : values) {
      out.putInt(value);
    }
  }

  private void longs(long... values) {
    room(values.length * Long.BYTES);
    for (long value : values) {
      out.putLong(value);
    }
  }

  private void raw(byte[] bytes) {
    room(bytes.length).put(bytes);
  }

  private ByteBuffer room(int count) {
    if (out.remaining() < count) {
      out = ByteBuffer.allocate(2 * out.capacity() + count).put(out.flip());
    }
    return out;
  }

  /** The bytes of a ROOT string. */
  static byte[] string(String text) {
    byte[] characters = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (characters.length < 255) {
      out.write(characters.length);
    } else {
      out.write(255);
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(characters.length).array());
    }
    out.writeBytes(characters);
    return out.toByteArray();
  }
}
