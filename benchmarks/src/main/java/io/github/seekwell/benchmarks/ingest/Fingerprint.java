package io.github.seekwell.benchmarks.ingest;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a table is known by, whatever the order of its rows.
 *
 * @param hash of all rows and columns
 * @param events that differ in name
 */
record Fingerprint(long rows, long hash, long events) {

  static Fingerprint of(Dataset<Row> table) {
    String columns = Arrays.stream(table.columns()).sorted().collect(Collectors.joining(", "));
    Row row =
        table
            .selectExpr("event", "xxhash64(" + columns + ") AS hash")
            .selectExpr("count(*)", "coalesce(bit_xor(hash), 0L)", "count(DISTINCT event)")
            .first();
    return new Fingerprint(row.getLong(0), row.getLong(1), row.getLong(2));
  }
}
