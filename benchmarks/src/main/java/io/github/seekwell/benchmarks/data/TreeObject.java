package io.github.seekwell.benchmarks.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TTree as it is stored, taken apart only as far as a copy with more baskets needs. Runs of
 * fields that do not change stay bytes.
 */
final class TreeObject {
  int version;
  String title = "";
  byte[] attributes = {};
  long entries;
  long uncompressedBytes;
  long storedBytes;
  byte[] settings = {};
  byte[] limits = {};
  byte[] ioFeatures = {};
  final List<Branch> branches = new ArrayList<>();
  final List<Leaf> leaves = new ArrayList<>();

  /** Something that other objects of the tree may refer to. */
  sealed interface Part permits Branch, Leaf {
    String className();
  }

  /** A column, and where its baskets are. */
  static final class Branch implements Part {
    int version;
    String name = "";
    byte[] attributes = {};
    int compression;
    int basketSize;
    int entryOffsetLength;
    int baskets;
    long entryNumber;
    byte[] ioFeatures = {};
    int offset;
    int splitLevel;
    long entries;
    long firstEntry;
    long uncompressedBytes;
    long storedBytes;
    final List<Leaf> leaves = new ArrayList<>();
    int[] basketLengths = {};
    long[] basketEntries = {};
    long[] basketPositions = {};

    @Override
    public String className() {
      return "TBranch";
    }
  }

  /** The type of a column, and the column that counts its values, if it has lists. */
  static final class Leaf implements Part {
    private final String className;
    int version;
    byte[] base = {};
    byte[] range = {};
    @Nullable Leaf count;

    Leaf(String className) {
      this.className = className;
    }

    @Override
    public String className() {
      return className;
    }
  }
}
