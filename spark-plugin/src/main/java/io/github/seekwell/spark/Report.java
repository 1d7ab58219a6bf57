package io.github.seekwell.spark;

/** What the application's reads have cost, at its end: for the log, for programs, for tables. */
record Report(Account account) {

  /** For people. */
  String text() {
    return new ReportText(account).toString();
  }

  String json() {
    return ReportJson.of(account);
  }

  String csv() {
    return ReportCsv.of(account);
  }
}
