package io.github.seekwell.benchmarks.root.sql;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Some clusters of a file, one after another: what a task reads.
 *
 * @param fileLength so that no store need be asked for it
 * @param borders the first event of each cluster, and the end
 */
record RootPartition(String path, long fileLength, List<Long> borders) implements InputPartition {

  int clusters() {
    return borders.size() - 1;
  }
}
