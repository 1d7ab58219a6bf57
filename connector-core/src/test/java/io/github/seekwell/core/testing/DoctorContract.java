package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.doctor.Examination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of a store that is well and of one that is not. */
@Timeout(60)
public abstract class DoctorContract {
  private FileSystemRig rig;

  /**
   * A store that checks signatures.
   *
   * @param clock the store's
   */
  protected abstract FileSystemRig start(Clock clock) throws IOException;

  /** Makes the credentials wrong ones. */
  protected abstract void forge(Configuration conf);

  /** The store's name for a put. */
  protected abstract String put();

  @BeforeEach
  void open() throws IOException {
    rig = start(Clock.systemUTC());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  /** What was said, and whether all was well. */
  private record Finding(boolean well, String words) {}

  private Finding examine(Configuration conf, String folder, boolean readOnly) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    conf.set("fs.seekwell.retry.attempts", "2");
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    boolean well = new Examination(rig.path(folder), conf, readOnly, out).passes();
    return new Finding(well, said.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"''", "some/folder"})
  void aStoreThatIsWell_isToldSo_andLeftAsItWas(String folder) throws IOException {
    Finding finding = examine(rig.configuration(), folder, false);
    assertThat(finding.well()).as(finding.words()).isTrue();
    assertThat(finding.words().lines())
        .allMatch(line -> line.startsWith("ok "))
        .anyMatch(line -> line.contains("127.0.0.1 connects in "))
        .anyMatch(line -> line.contains(" write ") && line.contains("1 MiB in "))
        .anyMatch(line -> line.contains(" condition "))
        .anyMatch(line -> line.contains(" latency ") && line.contains("median of"))
        .anyMatch(line -> line.contains(" rate ") && line.contains("MB/s"))
        .anyMatch(line -> line.contains(" clock "));
    assertThat(rig.emulator().objects().keys(rig.bucket())).isEmpty();
  }

  @Test
  void readOnly_writesNothing() throws IOException {
    rig.hold("a", new RampObject(10, 1));
    Finding finding = examine(rig.configuration(), "", true);
    assertThat(finding.well()).as(finding.words()).isTrue();
    assertThat(finding.words()).contains("--read-only").doesNotContain("ok     write");
    assertThat(rig.emulator().log().requests(put())).isEmpty();
  }

  @Test
  void wrongCredentials_areNamed_andNoSecretIs() throws IOException {
    Configuration conf = rig.configuration();
    forge(conf);
    Finding finding = examine(conf, "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words())
        .contains("FAILS")
        .contains("list")
        .contains("the store does not know these credentials")
        .doesNotContain("NTP", "policy");
    assertThat(rig.secrets()).noneMatch(finding.words()::contains);
  }

  @ParameterizedTest
  @CsvSource({"1200, behind", "-1200, ahead of"})
  void aWrongClock_isTold_andByHowMuch(int seconds, String where) throws IOException {
    rig.close();
    rig = start(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)));
    Finding finding = examine(rig.configuration(), "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words())
        .containsPattern("this machine's clock is 1(199|200|201) s " + where + " the store's")
        .contains("-> set this machine's clock (NTP)")
        .doesNotContain("policy");
  }

  @Test
  void whoMayNotList_isToldThatItIsNotTheKeys() throws IOException {
    rig.emulator().script().always(Call.any(), Fault.status(403));
    Finding finding = examine(rig.configuration(), "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words())
        .contains("no policy allows them this", "permission to list this bucket")
        .doesNotContain("NTP");
  }

  @Test
  void anEndpointThatIsNone_isNamed() throws IOException {
    Configuration conf = rig.configuration(URI.create("http://no-such-host.invalid:80"));
    Finding finding = examine(conf, "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words()).contains("FAILS").contains("no-such-host.invalid").contains("DNS");
  }

  @Test
  void aPortThatIsClosed_isNamed() throws IOException {
    Configuration conf = rig.configuration(URI.create("http://127.0.0.1:1"));
    Finding finding = examine(conf, "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words()).contains("127.0.0.1: ").contains("port 1?").contains("FAILS");
  }

  @Test
  void whoMayNotWrite_isTold_andWhatToDo() throws IOException {
    rig.emulator().script().always(Call.named(put()), Fault.status(403));
    Finding finding = examine(rig.configuration(), "", false);
    assertThat(finding.well()).isFalse();
    assertThat(finding.words()).contains("permission to write here").contains("--read-only");
  }

  @Test
  void whoeverElseServesTheScheme_isNamed() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    boolean well = new Examination(new Path("file:///"), new Configuration(), true, out).passes();
    assertThat(well).isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("fs.file.impl");
  }
}
