package io.github.seekwell.core.testing.faults;

import java.util.ArrayList;
import java.util.List;

/** The cases of one group, as they are written down. */
final class CaseTable {
  private final String group;
  private final List<FaultCase> cases = new ArrayList<>();

  CaseTable(String group) {
    this.group = group;
  }

  void add(String fault, String operation, String promise, FaultCase.Trial trial) {
    cases.add(new FaultCase(group, fault, operation, promise, trial));
  }

  List<FaultCase> cases() {
    return List.copyOf(cases);
  }
}
