package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScriptTest {
  private static final Fault BUSY = Fault.status(503);
  private static final Fault SLOW = Fault.stall(Duration.ofSeconds(1));

  private final Script script = new Script();

  @Test
  void faults_comeInOrderAndThenNoMore() {
    script.next(Call.any(), BUSY, Fault.ok(), SLOW);

    assertThat(script.unused()).isEqualTo(3);
    assertThat(take("GET", "k")).isSameAs(BUSY);
    assertThat(take("GET", "k")).isSameAs(Fault.ok());
    assertThat(take("GET", "k")).isSameAs(SLOW);
    assertThat(take("GET", "k")).isSameAs(Fault.ok());
    assertThat(script.unused()).isZero();
  }

  @Test
  void onlyMatchingCalls_useFaultsUp() {
    script.next(Call.named("PUT").and(Call.onKey("k")), BUSY);

    assertThat(take("GET", "k")).isSameAs(Fault.ok());
    assertThat(take("PUT", "other")).isSameAs(Fault.ok());
    assertThat(take("PUT", "k")).isSameAs(BUSY);
  }

  @Test
  void randomFaults_comeAsOftenAsAskedAndAlikeForASeed() {
    Script same = new Script();
    script.randomly(0.1, 5, Call.any(), BUSY);
    same.randomly(0.1, 5, Call.any(), BUSY);
    int faults = 0;
    for (int i = 0; i < 10_000; i++) {
      Fault fault = take("GET", "k");
      assertThat(same.take(call("GET", "k"))).isSameAs(fault);
      faults += fault == BUSY ? 1 : 0;
    }

    assertThat(faults).isBetween(900, 1100);
  }

  @Test
  void combinedFaults_doBoth() {
    Fault both = SLOW.and(Fault.resetAfter(10)).and(Fault.etag("other"));

    assertThat(both.stall()).isEqualTo(Duration.ofSeconds(1));
    assertThat(both.delivery().cutAfter()).isEqualTo(10);
    assertThat(both.answer().apply(Answer.of(200)).headers()).containsEntry("ETag", "other");
  }

  private Fault take(String operation, String key) {
    return script.take(call(operation, key));
  }

  private static Call call(String operation, String key) {
    return new Call(new Request("1", operation, "/b/" + key, Map.of()), operation, "b", key);
  }
}
