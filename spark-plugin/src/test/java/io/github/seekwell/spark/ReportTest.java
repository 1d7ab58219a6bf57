package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final StageKey STAGE = new StageKey(4, 1);

  private final Ledger ledger = new Ledger();

  @TempDir private Path folder;

  @Test
  void text_beginsWithAdvice_andNamesStagesExecutorsAddressesAndSlowReads() throws IOException {
    assertThat(report().text().lines())
        .anyMatch(line -> line.startsWith("First bytes are what reads wait for"))
        .anyMatch(line -> line.matches("4\\.1 +1 .* 2 .*collect at Job\\.java:7, 1 failed"))
        .anyMatch(line -> line.matches("3 +1 .*1 requests beyond its tasks"))
        .anyMatch(line -> line.matches("127\\.0\\.0\\.1 +3 .*"))
        .anyMatch(line -> line.contains("oci://b@n/o, 10 bytes at 0, from 127.0.0.1, request"))
        .anyMatch(line -> line.matches(" +1 to +3 +3 #{40}"))
        .contains("Spark counts 25 bytes read in stage 4.1, 20 were delivered by us");
  }

  @Test
  void textOfAJobThatAskedNothing_hasNoTablesWithoutLines() throws IOException {
    ledger.hear(
        Tidings.of(
            "source",
            "3",
            1,
            Map.of(),
            List.of(new TaskTidings(1, STAGE, 0, 0, Ending.WELL, 1, ReadSnapshot.EMPTY.encode()))));

    assertThat(new Report(ledger.account("app", "driver")).text())
        .startsWith("Nothing was asked of an object store.")
        .doesNotContain("stage", "executor");
  }

  @Test
  void text_isBounded_howManyStagesAndExecutorsEverThereWere() throws IOException {
    final byte[] read = new Counting("task").reads(1).figures().values().iterator().next().encode();
    for (int i = 0; i < 100; i++) {
      final StageKey stage = new StageKey(i, 0);
      ledger.hear(
          Tidings.of(
              "source " + i,
              "" + i,
              1,
              new Counting("source " + i).reads(1).figures(),
              List.of(new TaskTidings(i, stage, 0, 0, Ending.WELL, 1, read))));
      ledger.began(1000 + i, stage, "" + i);
      ledger.lost("" + i, "gone");
    }

    final List<String> lines = new Report(ledger.account("app", "driver")).text().lines().toList();

    assertThat(lines)
        .contains(
            "Missing: tasks of 60 more executors",
            "and 60 more stages, in which tasks waited less for reads",
            "Spark counts other bytes than ours in 60 more stages",
            "and 60 more executors, whose tasks waited less for reads")
        .filteredOn(line -> line.startsWith("Missing: ") || line.startsWith("Spark counts "))
        .hasSize(82);
  }

  @Test
  void text_saysHowManyAddressesItDoesNotShow() throws IOException {
    final ReadRecorder recorder = new ReadRecorder();
    for (int i = 0; i < 45; i++) {
      recorder.onConnection("10.0.0." + i, true);
    }
    ledger.hear(Tidings.of("source", "1", 1, Map.of("", recorder.snapshot()), List.of()));

    assertThat(new Report(ledger.account("app", "driver")).text()).contains("and 5 more addresses");
  }

  @Test
  void text_hasALineForAStage_whateverItsNameIs() throws IOException {
    ledger.began(STAGE, "count\nat\tJob");
    final byte[] read = new Counting("task").reads(1).figures().values().iterator().next().encode();
    ledger.hear(
        new Tidings(
            "source",
            "3",
            1,
            Map.of(),
            List.of(new TaskTidings(1, STAGE, 0, 0, Ending.WELL, 1, read))));

    assertThat(new Report(ledger.account("app", "driver")).text()).contains("  count at Job\n");
  }

  @Test
  void text_showsThoseThatWaitedLongest_whereItDoesNotShowAll() throws IOException {
    for (int i = 0; i < 100; i++) {
      final byte[] task =
          new Counting("task").reads(1 + i).figures().values().iterator().next().encode();
      ledger.hear(
          Tidings.of(
              "source " + i,
              "" + i,
              1,
              new Counting("source " + i).reads(1 + i).figures(),
              List.of(new TaskTidings(i, new StageKey(i, 0), 0, 0, Ending.WELL, 1, task))));
    }

    final List<String> lines = new Report(ledger.account("app", "driver")).text().lines().toList();

    final List<String> stages = lines.stream().filter(l -> l.matches("\\d+\\.0 .*")).toList();
    assertThat(stages).hasSize(40);
    assertThat(stages.get(0)).startsWith("99.0 ");
    assertThat(stages.get(39)).startsWith("60.0 ");
    final List<String> executors =
        lines.stream().filter(l -> l.matches("\\d+ .* requests beyond its tasks")).toList();
    assertThat(executors).hasSize(40);
    assertThat(executors.get(0)).startsWith("99 ");
    assertThat(executors.get(39)).startsWith("60 ");
  }

  @Test
  void csv_hasALineForTheApplicationEachStageAndEachExecutor() throws IOException {
    final List<String> lines = report().csv().lines().toList();
    final int columns = lines.get(0).split(",").length;

    assertThat(lines).hasSize(4).allSatisfy(l -> assertThat(l.split(",")).hasSize(columns));
    assertThat(lines.get(1)).startsWith("application,\"a \"\"quoted\"\" name\",\"\",1,1,0,");
    assertThat(lines.get(2)).startsWith("stage,\"4.1\",\"collect at Job.java:7\",1,1,0,0.010,");
    assertThat(lines.get(3))
        .as("of three reads its tasks waited for two")
        .startsWith("executor,\"3\",\"source\",1,,,0.010,0.004,3,0,0,3,30,30");
    assertThat(lines.get(3)).as("nobody joined another's wait").contains(",,,,,");
  }

  @Test
  void csv_leavesOutWhatIsNotKnown() throws IOException {
    final List<String> lines =
        new Report(new Ledger().account("app", "driver")).csv().lines().toList();

    assertThat(lines.get(1)).endsWith(",0" + ",".repeat(14) + "0");
  }

  @Test
  void json_dividesTheWholeByWhoCausedIt() throws IOException {
    assertThat(report().json().replaceAll("\\s+", " "))
        .contains("\"application\": \"a \\\"quoted\\\" name\"")
        .contains("\"tasks\": { \"read.cpu.total_nanos\": 2000, ")
        .contains("\"driver\": {}")
        .contains("\"unattributed\": { \"read.cpu.total_nanos\": 1000, ")
        .contains("\"stages\": [ { \"stage\": \"4.1\", \"name\": \"collect at Job.java:7\"")
        .contains("\"missing\": []");
  }

  @Test
  void requestsWhoseEndNobodyHeard_areANumber_ofTheWholeOfTheirStageAndOfTheirExecutor()
      throws IOException {
    final Counting executor = new Counting("source");
    final Counting task = new Counting("task");
    executor.reads(1).request();
    executor.request();
    task.reads(1).request();
    ledger.began(STAGE, "scan");
    ledger.hear(
        Tidings.of(
            "source",
            "3",
            1,
            executor.figures(),
            List.of(
                new TaskTidings(
                    1, STAGE, 0, 0, Ending.WELL, 1, task.figures().get("oci").encode()))));

    final Report told = new Report(ledger.account("app", "driver"));

    assertThat(told.text().lines())
        .anyMatch(line -> line.startsWith("Unheard: 2 requests had not ended when"))
        .anyMatch(line -> line.matches("4\\.1 .*scan, 1 unheard"))
        .anyMatch(line -> line.matches("3 .*1 requests beyond its tasks, 2 unheard"));
    assertThat(told.json().lines().filter(line -> line.contains("requests_unheard")))
        .extracting(line -> line.strip().replace(",", ""))
        .containsExactly(
            "\"requests_unheard\": 2", "\"requests_unheard\": 1", "\"requests_unheard\": 2");
    assertThat(told.csv().lines())
        .extracting(line -> line.replaceFirst(".*,", ""))
        .containsExactly("requests_unheard", "2", "1", "2");
    assertThat(told.text()).containsPattern("(?m)^requests +3 issued \\(1 GETs ended\\), ");
    assertThat(told.json().replaceAll("\\s+", " "))
        .contains("\"3/source\": { \"reads\": 1, \"requests\": 3 }");
    assertThat(new Report(new Ledger().account("app", "driver")).text()).doesNotContain("nheard");
  }

  @Test
  void countersOfTheApplication_areAllThere_thoughNothingHappened() {
    final String json = new Report(new Ledger().account("app", "driver")).json();

    for (Count each : Count.values()) {
      assertThat(json).contains("\"" + each.metric() + "\": 0");
    }
  }

  @Test
  void pathsAndFileUris_areWrittenInOneStep() throws IOException {
    final Path plain = folder.resolve("new/plain");
    final Path uri = folder.resolve("uri");

    ReportFile.write(plain.toString(), "text", new Configuration(false));
    ReportFile.write(uri.toUri().toString(), "text", new Configuration(false));
    ReportFile.write(uri.toUri().toString(), "other", new Configuration(false));

    assertThat(plain).hasContent("text");
    assertThat(uri).hasContent("other");
    try (var files = Files.list(folder)) {
      assertThat(files).as("no drafts").containsExactlyInAnyOrder(uri, plain.getParent());
    }
  }

  @Test
  void directory_isNotReplaced_emptyAsItMayBe() throws IOException {
    final Path directory = Files.createDirectory(folder.resolve("reports"));

    assertThatThrownBy(
            () -> ReportFile.write(directory.toString(), "text", new Configuration(false)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(directory.toString(), "is a directory");
    assertThat(directory).isEmptyDirectory();
    try (var files = Files.list(folder)) {
      assertThat(files).as("no drafts").containsExactly(directory);
    }
  }

  @Test
  void reportOnThisMachine_isForItsOwnerAlone() throws IOException {
    final Path file = folder.resolve("report");

    ReportFile.write(file.toString(), "text", new Configuration(false));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void otherFileSystemsOfHadoop_getADraftThatIsRenamed() throws IOException {
    final Configuration hadoop = new Configuration(false);
    hadoop.set("fs.AbstractFileSystem.viewfs.impl", "org.apache.hadoop.fs.viewfs.ViewFs");
    hadoop.set("fs.AbstractFileSystem.file.impl", "org.apache.hadoop.fs.local.LocalFs");
    hadoop.set("fs.viewfs.mounttable.cluster.link./reports", folder.toUri().toString());

    ReportFile.write("viewfs://cluster/reports/new/r.json", "text", hadoop);
    ReportFile.write("viewfs://cluster/reports/new/r.json", "other", hadoop);

    assertThat(folder.resolve("new/r.json")).hasContent("other");
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().endsWith(".draft"));
    }
  }

  @Test
  void fileSystemThatHasOnlyHadoopsOldDoor_isWrittenToToo() throws IOException {
    final Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.old.impl", OldDoor.class, FileSystem.class);

    ReportFile.write("old://store" + folder.resolve("r.json"), "text", hadoop);

    assertThat(folder.resolve("r.json")).hasContent("text");
  }

  /** One that Hadoop knows no {@code AbstractFileSystem} for. */
  static final class OldDoor extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("old://store");
    }
  }

  /** An executor's task that has read twice, and a third read that no task has caused. */
  private Report report() throws IOException {
    final Counting executor = new Counting("source").reads(3);
    final byte[] task = new Counting("task").reads(2).figures().values().iterator().next().encode();
    ledger.began(STAGE, "collect at Job.java:7");
    ledger.hear(
        Tidings.of(
            "source",
            "3",
            1,
            executor.figures(),
            List.of(new TaskTidings(1, STAGE, 0, 0, Ending.WELL, 10_000_000, task))));
    ledger.ended(1, STAGE, "3", Ending.WELL, true, 20);
    ledger.ended(2, STAGE, "3", Ending.FAILED, false, 5);
    return new Report(ledger.account("a \"quoted\" name", "driver"));
  }
}
