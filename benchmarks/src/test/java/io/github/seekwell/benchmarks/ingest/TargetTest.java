package io.github.seekwell.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {
  @TempDir private Path folder;

  @Test
  void begin_removesWhatAnEarlierRunLeft_andNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("train/_temporary/0"));
    Files.createFile(folder.resolve("notes.txt"));

    Target target = begin();

    assertThat(folder.resolve("train")).doesNotExist();
    assertThat(folder.resolve("notes.txt")).exists();
    target.complete();
  }

  @Test
  void discard_leavesNothing_unlessTheRunIsComplete() throws IOException {
    Target broken = begin();
    write(broken);
    broken.discard();
    assertThat(folder).isEmptyDirectory();

    Target whole = begin();
    write(whole);
    whole.complete();
    whole.discard();
    assertThat(folder).isDirectoryContaining("glob:**/filtered");
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b, s3a://b/train/a.root",
    "s3a://b/, s3a://b/te*/a.root",
    "s3a://b/set, s3://b/set/filtered",
    "s3a://b/set, 's3a://b/{runs,set}/*/a.root'",
    "s3a://b/set, s3a://b",
    "oci://b@n/set, oci://b@n/*",
    "/data/set, file:/data/set/test/*.root"
  })
  void inputThatTheRunWouldRemove_overlaps(String target, String input) throws IOException {
    assertThat(Target.overlaps(target, input)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b, s3a://b/training/a.root",
    "s3a://b, s3a://other/train/a.root",
    "s3a://b/set, s3a://b/*.root",
    "oci://b@n/training, oci://b@n/root/uproot-HZZ*",
    "oci://b@n/set, oci://b@m/set/train"
  })
  void inputBesideIt_doesNot(String target, String input) throws IOException {
    assertThat(Target.overlaps(target, input)).isFalse();
  }

  private Target begin() throws IOException {
    return Target.begin(folder.toUri().toString(), new Configuration());
  }

  private static void write(Target target) throws IOException {
    for (String part : new String[] {target.filtered(), target.train(), target.test()}) {
      Files.createDirectories(Path.of(URI.create(part).getPath()));
    }
  }
}
