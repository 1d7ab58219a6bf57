package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.array.Array;
import edu.vanderbilt.accre.laurelin.array.ArrayBuilder;
import edu.vanderbilt.accre.laurelin.array.JaggedArray;
import edu.vanderbilt.accre.laurelin.interpretation.AsDtype;
import edu.vanderbilt.accre.laurelin.interpretation.AsJagged;
import edu.vanderbilt.accre.laurelin.interpretation.Interpretation;
import edu.vanderbilt.accre.laurelin.root_proxy.SimpleType;
import edu.vanderbilt.accre.laurelin.root_proxy.TBranch;
import edu.vanderbilt.accre.laurelin.spark_ttree.SlimTBranch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A branch with one number, or one list of numbers, an event. Its values lie in baskets, each for a
 * run of events.
 */
public final class RootBranch {
  private final RootFile file;
  private final String name;
  private final SlimTBranch baskets;
  private final long[] borders;
  private final long[] positions;
  private final int[] lengths;
  private final BranchType type;

  private RootBranch(RootFile file, TBranch branch, BranchType type) {
    this.file = file;
    this.name = branch.getName();
    this.baskets = SlimTBranch.getFromTBranch(branch);
    this.borders = branch.getBasketEntryOffsets();
    this.positions = branch.getBasketSeek();
    this.lengths = branch.getBasketBytes();
    this.type = type;
  }

  static RootBranch of(RootFile file, TBranch branch, long entries)
      throws UnsupportedRootFileException {
    BranchType type = typeOf(file, branch, entries);
    try {
      return new RootBranch(file, branch, type);
    } catch (RuntimeException e) {
      throw notUnderstood(file, branch, e);
    }
  }

  /** What a branch holds; refuses what the reader does not take. */
  static BranchType typeOf(RootFile file, TBranch branch, long entries)
      throws UnsupportedRootFileException {
    String what = "branch " + branch.getName();
    try {
      if (!branch.getBranches().isEmpty()) {
        throw file.unsupported(what + " has branches of its own");
      }
      if (branch.getLeaves().size() != 1) {
        throw file.unsupported(what + " holds several values, or one the reader does not know");
      }
      if (branch.getLeaves().get(0).getTitle().chars().filter(c -> c == '[').count() > 1) {
        throw file.unsupported(what + " holds an array of more than one dimension");
      }
      if (branch.getBasketCount() == 0 && entries > 0) {
        throw file.unsupported(
            what + " keeps its baskets inside the tree object, where the reader does not look");
      }
      AsDtype.Dtype dtype =
          SimpleType.dtypeFromString(branch.getSimpleType().getBaseType().toString());
      TBranch.ArrayDescriptor array = branch.getArrayDescriptor();
      if (dtype == null || array != null && array.getSkipBytes() != 0) {
        throw file.unsupported(what + " holds objects, not plain numbers");
      }
      BranchType.Item item = BranchType.Item.of(dtype);
      if (array == null) {
        return new BranchType(item, BranchType.Shape.SINGLE, 1);
      }
      return array.isFixed()
          ? new BranchType(item, BranchType.Shape.FIXED_ARRAY, array.getFixedLength())
          : new BranchType(item, BranchType.Shape.LIST, 1);
    } catch (RuntimeException e) {
      throw notUnderstood(file, branch, e);
    }
  }

  /** Laurelin tells of whatever it does not know by some RuntimeException. */
  private static UnsupportedRootFileException notUnderstood(
      RootFile file, TBranch branch, RuntimeException thrown) {
    return new UnsupportedRootFileException(
        file.path(),
        "the reader does not understand branch " + branch.getName() + " (" + thrown + ")",
        thrown);
  }

  public String name() {
    return name;
  }

  public BranchType type() {
    return type;
  }

  /** The first event of each basket, and the end: one more number than there are baskets. */
  public long[] borders() {
    return borders.clone();
  }

  /** Where a basket lies in the file. */
  public long position(int basket) {
    return baskets.getBasket(basket).getOffset();
  }

  /** The baskets that have a run of events. */
  List<BasketRange> baskets(long first, long end) {
    List<BasketRange> found = new ArrayList<>();
    for (int i = 0; i < borders.length - 1; i++) {
      if (borders[i] < end && borders[i + 1] > first) {
        found.add(new BasketRange(positions[i], lengths[i]));
      }
    }
    return found;
  }

  /**
   * The values of a run of events, lists joined end to end.
   *
   * @param first event
   * @param end one past the last event
   */
  public double[] values(long first, long end) throws IOException {
    return doubles(column(first, end).items());
  }

  /**
   * The values of a run of events as they are stored.
   *
   * @param first event
   * @param end one past the last event
   */
  public RootColumn column(long first, long end) throws IOException {
    boolean list = type.shape() == BranchType.Shape.LIST;
    AsDtype item =
        type.shape() == BranchType.Shape.FIXED_ARRAY
            ? new AsDtype(type.item().dtype, List.of(type.length()))
            : new AsDtype(type.item().dtype);
    Interpretation interpretation = list ? new AsJagged(item) : item;
    try {
      ArrayBuilder builder =
          new ArrayBuilder(
              new Baskets(file, name, baskets, borders, item, list),
              interpretation,
              borders,
              null,
              first,
              end);
      Array array = builder.getArray(0, Math.toIntExact(end - first));
      if (array instanceof JaggedArray lists) {
        return new RootColumn(type, lists.content().toArray(), (int[]) lists.counts().toArray());
      }
      return new RootColumn(type, array.toArray());
    } catch (RuntimeException | AssertionError e) {
      throw file.translated("the reader does not understand the baskets of branch " + name, e);
    }
  }

  /** Every number ROOT stores but the largest of 64 bits is a double. */
  private static double[] doubles(Object array) {
    if (array instanceof double[] values) {
      return values;
    }
    int length = java.lang.reflect.Array.getLength(array);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = java.lang.reflect.Array.getDouble(array, i);
    }
    return values;
  }
}
