package io.github.seekwell.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.ingest.Preparation.Sizes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PreparationTest {

  @Test
  void smallestClass_isSplitByTheShare() {
    assertThat(Sizes.of(1404, 0.2)).isEqualTo(new Sizes(1123, 281));
    assertThat(Sizes.of(2, 0.5)).isEqualTo(new Sizes(1, 1));
  }

  @Test
  void classTooSmallToSplit_isRefused() {
    for (long smallest : new long[] {0, 1, 2}) {
      assertThatThrownBy(() -> Sizes.of(smallest, 0.2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the smallest class has " + smallest + " events");
    }
  }

  @Test
  void scale_bringsEachFeatureFromItsLeastToItsGreatest_andAConstantToZero() {
    Object[] bounds = new Object[2 * Feature.values().length];
    for (int i = 0; i < bounds.length; i += 2) {
      bounds[i] = -2.0;
      bounds[i + 1] = 3.0;
    }
    bounds[1] = -2.0;
    Row row = RowFactory.create(bounds);

    Scale scale = Scale.of(row);

    assertThat(scale.expressions())
        .startsWith("float(0), float((electrons - -2.0D) / 5.0D), float((first_pt - -2.0D)");
    assertThat(scale.ranges()).hasSize(14);
  }

  @Test
  void files_areToldApartByTheirNames_orWhereTwoHaveOneName_byTheirAddresses() {
    assertThat(Preparation.distinct(List.of(file("s3a://b/1/a.root"), file("s3a://b/2/b.root"))))
        .isEqualTo("element_at(split(_file, '/'), -1)");
    assertThat(Preparation.distinct(List.of(file("s3a://b/1/a.root"), file("s3a://b/2/a.root"))))
        .isEqualTo("_file");
  }

  private static FileStatus file(String path) {
    return new FileStatus(1, false, 1, 1, 0, new Path(path));
  }

  @ParameterizedTest
  @EnumSource
  void layout_isKnownByItsColumns_andNotWithoutOne(LeptonLayout layout) {
    assertThat(LeptonLayout.of(new HashSet<>(layout.columns))).contains(layout);
    for (String missing : layout.columns) {
      Set<String> columns = new HashSet<>(layout.columns);
      columns.remove(missing);
      assertThat(LeptonLayout.of(columns)).as("without %s", missing).isEmpty();
    }
  }
}
