package io.github.seekwell.benchmarks.root.sql;

import io.github.seekwell.benchmarks.root.BranchType;
import io.github.seekwell.benchmarks.root.RootFile;
import io.github.seekwell.benchmarks.root.RootTree;
import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trees in Spark's words. A branch is a column, its numbers the narrowest of Spark's types that
 * holds them, arrays and lists are arrays; nothing is ever null.
 */
final class RootSchema {
  private static final Logger LOG = LoggerFactory.getLogger(RootSchema.class);
  private static final int NAMED = 10;

  private RootSchema() {}

  /** The schema of the first file; the others are looked at when they are cut. */
  static StructType infer(RootOptions options, Configuration configuration) throws IOException {
    FileStatus first = RootFiles.list(options.paths(), configuration).get(0);
    try (RootFile file = RootFile.open(first.getPath(), first.getLen(), configuration)) {
      return of(file.tree(options.trees()), options.refuseUnreadable());
    }
  }

  /** The branches of a tree that the reader takes; of the others a line in the log tells. */
  static StructType of(RootTree tree, boolean refuseUnreadable)
      throws UnsupportedRootFileException {
    List<StructField> fields = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    String reason = "";
    List<String> names = new ArrayList<>(tree.branchNames());
    names.addAll(tree.unknownBranchNames());
    for (String name : names) {
      try {
        fields.add(new StructField(name, type(tree.type(name)), false, comment(tree.title(name))));
      } catch (UnsupportedRootFileException e) {
        if (refuseUnreadable) {
          throw e;
        }
        reason = leftOut.isEmpty() ? e.getMessage() : reason;
        leftOut.add(name);
      }
    }
    if (!leftOut.isEmpty()) {
      LOG.warn(
          "{} branches of {} that the reader does not take are left out: {}{} ({})",
          leftOut.size(),
          names.size(),
          String.join(", ", leftOut.subList(0, Math.min(NAMED, leftOut.size()))),
          leftOut.size() > NAMED ? ", ..." : "",
          reason);
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static Metadata comment(String title) {
    return title.isEmpty()
        ? Metadata.empty()
        : new MetadataBuilder().putString("comment", title).build();
  }

  /** A branch's type in Spark's words. */
  static DataType type(BranchType type) {
    DataType item = item(type.item());
    return type.shape() == BranchType.Shape.SINGLE ? item : DataTypes.createArrayType(item, false);
  }

  private static DataType item(BranchType.Item item) {
    return switch (item) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT8 -> DataTypes.ByteType;
      case UINT8, INT16 -> DataTypes.ShortType;
      case UINT16, INT32 -> DataTypes.IntegerType;
      case UINT32, INT64 -> DataTypes.LongType;
      // As Spark has it in Parquet files.
      case UINT64 -> DataTypes.createDecimalType(20, 0);
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
    };
  }

  /**
   * The branch that is a column of the schema: that of its name, or the only one whose name differs
   * in capitals alone, as Spark has it.
   */
  static String branch(StructField column, RootTree tree) throws UnsupportedRootFileException {
    List<String> names = new ArrayList<>(tree.branchNames());
    names.addAll(tree.unknownBranchNames());
    if (names.contains(column.name())) {
      return column.name();
    }
    List<String> alike = names.stream().filter(column.name()::equalsIgnoreCase).toList();
    if (alike.size() > 1) {
      throw new UnsupportedRootFileException(
          tree.file().path(),
          "column " + column.name() + " may be any of the branches " + String.join(", ", alike));
    }
    return alike.isEmpty() ? column.name() : alike.get(0); // who reads it, tells that it is missing
  }

  /**
   * Refuses a file whose branch is not what a column of the schema says.
   *
   * @return the branch
   */
  static String requireSame(StructField column, RootTree tree) throws UnsupportedRootFileException {
    String branch = branch(column, tree);
    String found = type(tree.type(branch)).simpleString();
    String wanted = column.dataType().simpleString();
    if (!found.equals(wanted)) {
      throw new UnsupportedRootFileException(
          tree.file().path(),
          "branch " + branch + " is " + found + " here, and " + wanted + " is asked for");
    }
    return branch;
  }
}
