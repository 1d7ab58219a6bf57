package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MuonLayoutTest {

  @ParameterizedTest
  @EnumSource
  void layout_isKnownByItsColumnsAmongOthers(MuonLayout layout) {
    Set<String> columns = new HashSet<>(layout.columns);
    columns.add("run");
    columns.add("nElectron");

    assertThat(MuonLayout.of(columns)).contains(layout);
  }

  @ParameterizedTest
  @EnumSource
  void treeThatLacksAColumn_isOfNoLayout(MuonLayout layout) {
    for (String missing : layout.columns) {
      Set<String> columns = new HashSet<>(layout.columns);
      columns.remove(missing);

      assertThat(MuonLayout.of(columns)).as("without %s", missing).isEmpty();
    }
  }

  @Test
  void clusterBranches_areOneOfEachLayout() {
    assertThat(MuonLayout.clusterBranches()).containsExactly("nMuon", "NMuon", "Q1");
  }
}
