package io.github.seekwell.benchmarks.data;

import io.github.seekwell.benchmarks.data.TreeObject.Branch;
import io.github.seekwell.benchmarks.data.TreeObject.Leaf;
import io.github.seekwell.benchmarks.data.TreeObject.Part;
import io.github.seekwell.benchmarks.root.RootKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the bytes of a TTree, versions 19 and 20, with plain branches whose baskets are all on
 * disk. References between its parts count from the start of the tree's key.
 */
final class TreeReader {
  static final int BYTE_COUNT = 0x4000_0000;
  static final int CLASS = 0x8000_0000;
  static final int NEW_CLASS = -1;

  /** What a reference adds to the position of the thing it means. */
  static final int REFERENCE_SHIFT = 2;

  private static final int REFERENCED_BIT = 16;

  private final byte[] bytes;
  private final ByteBuffer in;
  private final int keyLength;
  private final Map<Integer, Part> parts = new HashMap<>();
  private final Map<Integer, String> classes = new HashMap<>();

  TreeReader(byte[] bytes, int keyLength) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
    this.keyLength = keyLength;
  }

  TreeObject read() throws IOException {
    TreeObject tree = new TreeObject();
    end();
    tree.version = in.getShort();
    if (tree.version < 19 || tree.version > 20) {
      throw new IOException("TTree of version " + tree.version);
    }
    int start = in.position();
    tree.title = title(counted());
    for (int i = 0; i < 3; i++) {
      counted(); // line, fill, marker
    }
    tree.attributes = since(start);
    tree.entries = in.getLong();
    tree.uncompressedBytes = in.getLong();
    tree.storedBytes = in.getLong();
    skip(2 * Long.BYTES); // saved, flushed
    tree.settings = take(Long.BYTES + 4 * Integer.BYTES);
    int clusterRanges = in.getInt();
    tree.limits = take(4 * Long.BYTES);
    skip(2 * Long.BYTES); // auto flush, estimate
    skip(2 * (1 + Long.BYTES * clusterRanges));
    if (tree.version >= 20) {
      tree.ioFeatures = counted();
    }
    for (Part part : array()) {
      tree.branches.add((Branch) part);
    }
    for (Part part : array()) {
      tree.leaves.add((Leaf) part);
    }
    return tree;
  }

  private List<Part> array() throws IOException {
    int end = end();
    in.getShort();
    object();
    RootKey.string(in);
    int length = in.getInt();
    in.getInt(); // lower bound
    List<Part> array = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      Part part = part();
      if (part != null) {
        array.add(part);
      }
    }
    require(end, "array");
    return array;
  }

  /** An object, a reference to one that was before, or nothing. */
  private @Nullable Part part() throws IOException {
    int reference = in.position() + keyLength + REFERENCE_SHIFT;
    int tag = in.getInt();
    int end = -1;
    if ((tag & BYTE_COUNT) != 0 && (tag & CLASS) == 0) {
      end = in.position() + (tag & ~BYTE_COUNT);
      tag = in.getInt();
    }
    if (tag == 0) {
      return null;
    }
    if ((tag & CLASS) == 0) {
      Part known = parts.get(tag);
      if (known == null) {
        throw new IOException("nothing is at reference " + tag);
      }
      return known;
    }
    String className = className(tag);
    Part part;
    if (className.equals("TBranch")) {
      Branch branch = new Branch();
      parts.put(reference, branch); // before its leaves, which refer to it
      branch(branch);
      part = branch;
    } else if (className.startsWith("TLeaf") && !className.equals("TLeafElement")) {
      Leaf leaf = new Leaf(className);
      parts.put(reference, leaf);
      leaf(leaf);
      part = leaf;
    } else {
      throw new IOException("cannot copy a " + className);
    }
    require(end, className);
    return part;
  }

  private String className(int tag) throws IOException {
    if (tag != NEW_CLASS) {
      String known = classes.get(tag & ~CLASS);
      if (known == null) {
        throw new IOException("no class is at reference " + (tag & ~CLASS));
      }
      return known;
    }
    int start = in.position();
    while (in.get() != 0) {}
    String name = new String(bytes, start, in.position() - 1 - start, StandardCharsets.US_ASCII);
    classes.put(start - Integer.BYTES + keyLength + REFERENCE_SHIFT, name);
    return name;
  }

  private void leaf(Leaf leaf) throws IOException {
    int end = end();
    leaf.version = in.getShort();
    int baseEnd = end();
    int start = in.position();
    in.getShort();
    counted();
    skip(3 * Integer.BYTES + 2);
    leaf.base = since(start);
    leaf.count = (Leaf) part();
    require(baseEnd, "base of a leaf");
    leaf.range = take(end - baseEnd);
  }

  private void branch(Branch branch) throws IOException {
    int end = end();
    branch.version = in.getShort();
    if (branch.version < 12 || branch.version > 13) {
      throw new IOException("TBranch of version " + branch.version);
    }
    int start = in.position();
    branch.name = name(counted());
    counted(); // fill
    branch.attributes = since(start);
    branch.compression = in.getInt();
    branch.basketSize = in.getInt();
    branch.entryOffsetLength = in.getInt();
    branch.baskets = in.getInt();
    branch.entryNumber = in.getLong();
    if (branch.version >= 13) {
      branch.ioFeatures = counted();
    }
    branch.offset = in.getInt();
    int slots = in.getInt();
    branch.splitLevel = in.getInt();
    branch.entries = in.getLong();
    branch.firstEntry = in.getLong();
    branch.uncompressedBytes = in.getLong();
    branch.storedBytes = in.getLong();
    if (!array().isEmpty()) {
      throw new IOException("branch " + branch.name + " has branches of its own");
    }
    for (Part part : array()) {
      branch.leaves.add((Leaf) part);
    }
    // The baskets in memory are a sparse array of TBasket: part() refuses any there may be.
    array();
    if (branch.baskets < 1) {
      throw new IOException("branch " + branch.name + " has no basket on disk");
    }
    branch.basketLengths = new int[slots];
    branch.basketEntries = new long[slots];
    branch.basketPositions = new long[slots];
    in.get();
    for (int i = 0; i < slots; i++) {
      branch.basketLengths[i] = in.getInt();
    }
    longs(branch.basketEntries);
    longs(branch.basketPositions);
    in.position(end);
  }

  private void longs(long[] values) {
    in.get();
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getLong();
    }
  }

  /** Reads a byte count; gives the position where what it counts ends. */
  private int end() throws IOException {
    int count = in.getInt();
    if ((count & BYTE_COUNT) == 0) {
      throw new IOException("no byte count at " + in.position());
    }
    return in.position() + (count & ~BYTE_COUNT);
  }

  /** A counted object, as it stands. */
  private byte[] counted() throws IOException {
    int start = in.position();
    in.position(end());
    return since(start);
  }

  /** Skips the TObject that many classes begin with. */
  private void object() {
    in.getShort();
    in.getInt();
    if ((in.getInt() & REFERENCED_BIT) != 0) {
      in.getShort();
    }
  }

  private static String name(byte[] named) {
    return RootKey.string(namedStrings(named));
  }

  private static String title(byte[] named) {
    ByteBuffer strings = namedStrings(named);
    RootKey.string(strings);
    return RootKey.string(strings);
  }

  private static ByteBuffer namedStrings(byte[] named) {
    TreeReader reader = new TreeReader(named, 0);
    reader.skip(Integer.BYTES + Short.BYTES);
    reader.object();
    return reader.in;
  }

  private byte[] since(int start) {
    return Arrays.copyOfRange(bytes, start, in.position());
  }

  private byte[] take(int count) {
    int start = in.position();
    skip(count);
    return since(start);
  }

  private void skip(int count) {
    in.position(in.position() + count);
  }

  private void require(int end, String what) throws IOException {
    if (in.position() != end) {
      throw new IOException(what + " ends at " + in.position() + ", not at " + end);
    }
  }
}
