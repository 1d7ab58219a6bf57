package io.github.seekwell.core.testing.faults;

import java.util.List;
import java.util.stream.Stream;

/** All cases, and the page that lists them. */
final class FaultSuite {
  private FaultSuite() {}

  /** In the order of the page. */
  static List<FaultCase> cases() {
    return Stream.of(
            ReadFaults.cases(),
            ChangedFileFaults.cases(),
            WriteFaults.cases(),
            TreeFaults.cases(),
            AddressFaults.cases(),
            PoolFaults.cases(),
            InterruptFaults.cases(),
            CredentialFaults.cases())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The page in Markdown.
   *
   * @param command that makes it
   */
  static String page(String command) {
    List<FaultCase> cases = cases();
    StringBuilder page = new StringBuilder();
    page.append("# The fault suite\n\n");
    page.append("Made by `").append(command).append("`; do not edit.\n\n");
    page.append(cases.size());
    page.append(
        " cases, each on both stores (`FaultSuiteIT`), over real sockets: what goes wrong, ");
    page.append("what meets it, and what is promised and looked at, by bytes and by the store's ");
    page.append("log of requests.\n");
    String group = "";
    int number = 0;
    for (FaultCase one : cases) {
      if (!one.group().equals(group)) {
        group = one.group();
        page.append("\n## ").append(group);
        page.append("\n| | fault | operation | promise |\n|---|---|---|---|\n");
      }
      page.append("| ").append(++number);
      page.append(" | ").append(one.fault());
      page.append(" | ").append(one.operation());
      page.append(" | ").append(one.promise()).append(" |\n");
    }
    return page.toString();
  }
}
