package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code benchmarks/run} says to its options, before it builds anything; and how it ends. */
final class RunScriptIT {
  private static final int NOT_TAKEN = 2;

  @TempDir private Path folder;

  /** How the script ended and what it said. */
  private record Answer(int status, String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"oci", "s3", "file"})
  void store_isTaken(String store) throws Exception {
    Answer answer = run("dimuon", "--store", store, "--size", "none");

    assertThat(answer.text()).contains("--size takes a whole number, not none");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void unknownStore_isRefusedWithThoseThereAre() throws Exception {
    Answer answer = run("dimuon", "--store", "gopher", "--size", "none");

    assertThat(answer.text()).contains("--store is oci, s3 or file, not gopher");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void unknownOption_isRefusedByName() throws Exception {
    Answer answer = run("dimuon", "--colour", "red");

    assertThat(answer.text()).contains("unknown option --colour");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--expected data/expected-dimuon.json | --expected goes with --uri",
        "--expected none.json --uri s3a://b/ | --expected: no file none.json",
        "--files all --uri s3a://b/ | they do not go with --uri",
        "--size 3 --uri s3a://b/ | --size is of the embedded store: it does not go with --uri",
        "--uri s3a://b/ --store s3 | --store is of the embedded store: it does not go with --uri",
        "--uri s3a://b/ --first-byte-ms 3 | it does not go with --uri",
      })
  void dimuon_refusesWhatWouldMeanNothing(String options, String why) throws Exception {
    Answer answer = run(("dimuon " + options).split(" "));

    assertThat(answer.text()).contains(why).doesNotContain("building");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void help_namesTheStores() throws Exception {
    Answer answer = run("dimuon", "--help");

    assertThat(answer.text())
        .contains("--store KIND", "oci (default) or s3", "file, the local disk");
    assertThat(answer.status()).isZero();
  }

  @Test
  void ingest_refusesWhatItDoesNotTake() throws Exception {
    assertThat(run("ingest", "--colour", "red").text()).contains("unknown option --colour");
    assertThat(run("ingest", "--seed", "lucky").text())
        .contains("--seed takes a whole number, not lucky");
    assertThat(run("ingest", "--uri", "s3a://bucket/").text())
        .contains("--uri takes PROCESS=URI, not s3a://bucket/");
    Answer answer = run("ingest", "--uri", "w=s3a://bucket/w/", "--uri", "z=s3a://bucket/z/");

    assertThat(answer.text()).contains("--uri needs a --target");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void ingestHelp_namesItsOptions() throws Exception {
    Answer answer = run("ingest", "--help");

    assertThat(answer.text()).contains("--uri PROCESS=URI", "--target URI", "--seed N");
    assertThat(answer.status()).isZero();
  }

  @Test
  void jmh_refusesWhatIsNeitherOursNorJmhs() throws Exception {
    Answer answer = run("jmh", "--colour", "red");

    assertThat(answer.text()).contains("unknown option --colour");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void jmhHelp_tellsHowToBeQuick() throws Exception {
    Answer answer = run("jmh", "--help");

    assertThat(answer.text()).contains("[PATTERN]", "-f N", "--output FOLDER");
    assertThat(answer.status()).isZero();
  }

  @Test
  void replay_refusesWhatItDoesNotTake() throws Exception {
    assertThat(run("replay", "--colour", "red").text()).contains("unknown option --colour");
    assertThat(run("replay", "--pairs", "many").text())
        .contains("--pairs takes a whole number above 0, not many");
    assertThat(run("replay", "--pairs", "0").text())
        .contains("--pairs takes a whole number above 0, not 0");
    Answer answer = run("replay", "--store", "gopher");

    assertThat(answer.text()).contains("--store is s3, oci or both, not gopher");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @Test
  void replayHelp_namesItsOptions() throws Exception {
    Answer answer = run("replay", "--help");

    assertThat(answer.text()).contains("--patterns NAME", "--clients NAME", "--quick", "--pairs N");
    assertThat(answer.status()).isZero();
  }

  @Test
  void tfrecord_refusesWhatItDoesNotTake_andHelpNamesItsOptions() throws Exception {
    assertThat(run("tfrecord", "--colour", "red").text()).contains("unknown option --colour");
    assertThat(run("tfrecord", "--heap", "much").text())
        .contains("--heap takes a size such as 3g, not much");
    Answer answer = run("tfrecord", "--store", "gopher");

    assertThat(answer.text()).contains("--store is s3, oci or both, not gopher");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
    assertThat(run("tfrecord", "--help").text()).contains("--clients NAME", "--compute N");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--interleave 0 | --interleave takes a whole number above 0, not 0",
        "--shuffle -1 | --shuffle takes a whole number above 0, not -1",
        "--batch some | --batch takes a whole number above 0, not some",
        "--readers 1.5 | --readers takes a whole number above 0, not 1.5",
        "--interleave 9 --files 8 | --interleave is not above the number of files (8), as 9 is",
        "--readers 5 --interleave 4 | --interleave is not below --readers (5), as 4 is",
        "--shuffle 63 | --shuffle is not below --batch (64), as 63 is",
        "--uri hdfs://host/ | --uri begins with oci://, s3a:// or s3://, not hdfs://host/",
        "--uri s3a://b/ --store s3 | it does not go with --uri",
        "--uri s3a://b/ --data x | --data does not go with --uri",
        "--keep | --keep goes with --uri",
        "--clients seekwell-memory,gopher | no client gopher",
        "--clients oci-hdfs --store s3 | none of these clients reads s3",
        "--clients s3a-3.5.0 --uri oci://b@n/x | none of these clients reads oci",
        "--data src | src has something else in it",
        "--data run | --data takes a folder, not run",
      })
  void tfrecord_refusesShapesThatAreNone_beforeAnythingIsBuilt(String options, String why)
      throws Exception {
    Answer answer = run(("tfrecord " + options).split(" "));

    assertThat(answer.text()).contains(why).doesNotContain("building", "fetching");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "check | check needs a URI",
        "check hdfs://host/ | a URI begins with oci://, s3a:// or s3://, not hdfs://host/",
        "check s3a://b s3a://c | one URI, not s3a://b and s3a://c",
        "check --conf key s3a://b | --conf takes KEY=VALUE",
        "check --colour red | unknown option --colour",
      })
  void check_refusesWhatItDoesNotTake(String line, String why) throws Exception {
    Answer answer = run(line.split(" "));

    assertThat(answer.text()).contains(why);
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
    assertThat(run("check", "--help").text()).contains("--read-only", "--conf KEY=VALUE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all --colour red | unknown option --colour",
        "all --jobs dimuon,dance | --jobs takes some of dimuon ingest tfrecord",
        "all --jobs | --jobs needs a value",
        "all --output . | . has something else in it",
      })
  void all_refusesWhatItDoesNotTake_beforeAnythingIsBuilt(String line, String why)
      throws Exception {
    Answer answer = run(line.split(" "));

    assertThat(answer.text()).contains(why).doesNotContain("building");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
    assertThat(run("all", "--help").text()).contains("--full", "--jobs NAME", "report.html");
  }

  @Test
  void scale_refusesWhatItDoesNotTake_andHelpNamesItsOptions() throws Exception {
    assertThat(run("scale", "--colour", "red").text()).contains("unknown option --colour");
    assertThat(run("scale", "--executors", "1,some").text())
        .contains("--executors takes numbers such as 1,2,4,8, not 1,some");
    assertThat(run("scale", "--store", "file").text())
        .contains("--store is s3, oci or both, not file");
    assertThat(run("scale", "--master", "local[2]").text())
        .contains("--master is local-cluster or standalone, not local[2]");
    assertThat(run("scale", "--clients", "gopher").text()).contains("no client gopher");
    assertThat(run("scale", "--clients", "s3a", "--store", "oci").text())
        .contains("none of these clients reads oci");
    assertThat(run("scale", "--store", "s3", "--spark", "3.5.9").text())
        .contains("S3A is measured on Spark 4.1 and 4.2, not on 3.5.9");
    Answer answer = run("scale", "--store", "oci", "--spark", "4.2.0");

    assertThat(answer.text()).contains("Oracle's connector does not load on Spark 4.2.0");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
    assertThat(run("scale", "--help").text()).contains("--executors N,...", "--total-mbps MB");
  }

  @Test
  void simulate_refusesWhatItDoesNotTake() throws Exception {
    assertThat(run("simulate", "--colour", "red").text()).contains("unknown option --colour");
    Answer answer = run("simulate", "--sigma", "wide");

    assertThat(answer.text()).contains("--sigma takes a number, not wide");
    assertThat(answer.status()).isEqualTo(NOT_TAKEN);
    assertThat(run("simulate", "--help").text()).contains("--ceiling N");
  }

  /**
   * The functions of the script, and in place of Java a program that takes its time: a second
   * Ctrl-C while a folder is being removed must not leave half of it on the store.
   */
  @Test
  void anotherSignal_whileAFolderIsRemovedFromAStore_waitsForItsEnd() throws Exception {
    inPlaceOf(
        "java",
        """
        echo $$ >begun.draft
        mv begun.draft begun
        until [[ -e interrupted ]]; do sleep 0.05; done
        touch removed
        """);
    Path said = folder.resolve("said.txt");
    Process process =
        withFunctions(
            """
            SCRATCH=$(mktemp -d scratch-XXXXXX) REMOVE=s3a://bucket/folder OURS=none CONF=()
            trap stop_all EXIT
            trap 'exit 130' INT
            exit 130
            """);
    try {
      Path begun = folder.resolve("begun");
      Await.until("the removal", () -> Files.exists(begun));
      // As a terminal does it: everybody hears of it.
      String removal = Files.readString(begun).strip();
      assertThat(new ProcessBuilder("kill", "-TERM", "" + process.pid(), removal).start().waitFor())
          .isZero();
      Files.createFile(folder.resolve("interrupted"));

      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
      assertThat(folder.resolve("removed")).exists();
      assertThat(Files.readString(said)).isEqualTo("removing s3a://bucket/folder\n");
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The log is read as soon as its job has ended, and whoever writes it may be late. */
  @Test
  void logOfAJob_isWholeWhenTheNextBegins() throws Exception {
    inPlaceOf("tee", "sleep 0.5\nPATH=/usr/bin:/bin exec tee \"$@\"\n");
    Files.createDirectories(folder.resolve("benchmarks"));
    Files.writeString(folder.resolve("benchmarks/run"), "echo a table\n");

    Process process =
        withFunctions(
            """
            SCRATCH=$(mktemp -d scratch-XXXXXX) OUTPUT=$PWD/output OUTPUTS=() OPTIONS=()
            mkdir "$OUTPUT"
            run_job simulate
            cat "$OUTPUT/simulate/simulate.md" "$OUTPUT/jobs.tsv" >seen
            """);

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(Files.readString(folder.resolve("seen"))).startsWith("a table\nsimulate\t0\t");
  }

  @Test
  void driver_isBoundToThisMachine_unlessItsExecutorsMayBeElsewhere() throws Exception {
    Process process =
        withFunctions(
            """
            mkdir -p benchmarks/target/spark-3.5.9/jars benchmarks/spark
            touch benchmarks/target/spark-3.5.9/complete benchmarks/spark/log4j2.properties
            SCRATCH=$(mktemp -d scratch-XXXXXX) SPARK=3.5.9
            for MASTER in 'local[2]' 'local-cluster[2,1,1024]' standalone spark://127.0.0.1:7 \
              spark://head:7077 yarn; do
              unset SPARK_LOCAL_IP
              prepare_spark
              echo "${SPARK_LOCAL_IP-any}"
            done
            """);

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(Files.readAllLines(folder.resolve("said.txt")))
        .containsExactly("127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "any", "any");
  }

  /** A program that is found before the machine's own of that name. */
  private void inPlaceOf(String program, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(program);
    Files.writeString(file, "#!/usr/bin/env bash\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Runs a script that has the functions of ours; what it says is in {@code said.txt}. */
  private Process withFunctions(String script) throws IOException {
    String ours = Files.readString(Path.of("run"));
    Path functions = Files.createDirectories(folder.resolve("benchmarks")).resolve("functions");
    Files.writeString(functions, ours.substring(0, ours.indexOf("\ncase ${1:-} in")));
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", "source benchmarks/functions\n" + script);
    bash.environment().merge("PATH", folder + "/bin", (path, first) -> first + ":" + path);
    return bash.directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  private Answer run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "run"));
    command.addAll(List.of(options));
    Path said = folder.resolve("said.txt");
    Process script =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(script.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
      return new Answer(script.exitValue(), Files.readString(said));
    } finally {
      script.destroyForcibly();
    }
  }
}
