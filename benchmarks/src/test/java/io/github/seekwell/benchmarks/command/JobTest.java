package io.github.seekwell.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class JobTest {
  private int status;

  @Test
  void result_isToldByTheStatusAlone() {
    assertThat(words(() -> true)).isEmpty();
    assertThat(status).isZero();
    assertThat(words(() -> false)).isEmpty();
    assertThat(status).isEqualTo(1);
  }

  @Test
  void whatTheJobDoesNotTake_isALine() {
    String words =
        words(
            () -> {
              throw new IllegalArgumentException("--size takes a number");
            });

    assertThat(words).isEqualToIgnoringNewLines("job: --size takes a number");
    assertThat(status).isEqualTo(2);
  }

  @Test
  void fileThatIsNotThere_orIsNoneOfOurs_isALine_howeverDeepItIs() {
    for (Exception cause :
        List.of(
            new FileNotFoundException("oci://b@n/o: no such file"),
            new InvalidInputException(List.of(new IOException("oci://b@n/o: no such file"))),
            new UnsupportedRootFileException(new Path("oci://b@n/o"), "no such file"))) {
      String words =
          words(
              () -> {
                throw new UncheckedIOException(new IOException(cause));
              });

      assertThat(words.lines()).hasSize(1);
      assertThat(words).startsWith("job: ").contains("oci://b@n/o", "no such file");
      assertThat(status).isEqualTo(2);
    }
  }

  @Test
  void anythingElse_isTracedFirst_andToldLast() {
    String words =
        words(
            () -> {
              throw new IOException("the outermost\nmore", new IOException("the innermost"));
            });

    assertThat(words).contains("Caused by: java.io.IOException: the innermost");
    assertThat(words.lines().reduce((first, second) -> second))
        .hasValue("job: failed: java.io.IOException: the outermost");
    assertThat(status).isEqualTo(3);
  }

  /** What the job says, and how it ends. */
  private String words(Job.Work work) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      status = Job.run("job", work);
    } finally {
      System.setErr(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
