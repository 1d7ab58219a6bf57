package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.LatestVersions.Asking;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is remembered of versions, and for how long it is a reason not to ask. */
class LatestVersionsTest {
  private static final StoreId STORE = new StoreId("s3a", "http://store", "bucket", "me");
  private static final StoreId OTHER = new StoreId("s3a", "http://store", "bucket", "you");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final LatestVersions latest = new LatestVersions(clock::get);

  private static ObjectInfo info(String version) {
    return new ObjectInfo("key", 10, new Etag(version), Instant.EPOCH);
  }

  private void tell(StoreId store, String version) {
    latest.told(store, info(version), latest.asking());
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void whatAStoreTold_isTrusted_forAsLongAsIsAskedFor_countedFromTheQuestion() {
    Asking asking = latest.asking();
    pass(Duration.ofSeconds(20));
    latest.told(STORE, info("v"), asking);
    assertThat(latest.trusted(STORE, "key", MINUTE)).isEqualTo(info("v"));
    assertThat(latest.trusted(STORE, "key", Duration.ZERO)).isNull();
    pass(Duration.ofSeconds(40).minusNanos(1));
    assertThat(latest.trusted(STORE, "key", MINUTE)).isEqualTo(info("v"));
    pass(Duration.ofNanos(1));
    assertThat(latest.trusted(STORE, "key", MINUTE)).isNull();
    assertThat(latest.of(STORE, "key")).isEqualTo(info("v"));
  }

  @Test
  void whatOthersWereTold_isNotTrusted() {
    tell(STORE, "v");
    assertThat(latest.trusted(OTHER, "key", MINUTE)).isNull();
    assertThat(latest.trusted(STORE, "kez", MINUTE)).isNull();
  }

  @Test
  void aVersionThatSomebodyHadAlready_isAGuessOnly_andTakesNoTrustFromItself() {
    latest.met(STORE, info("v"));
    assertThat(latest.of(STORE, "key")).isEqualTo(info("v"));
    assertThat(latest.trusted(STORE, "key", MINUTE)).isNull();

    tell(STORE, "v");
    latest.met(STORE, info("v"));
    assertThat(latest.trusted(STORE, "key", MINUTE)).isEqualTo(info("v"));

    latest.met(STORE, info("w"));
    assertThat(latest.trusted(STORE, "key", MINUTE)).isNull();
    assertThat(latest.of(STORE, "key")).isEqualTo(info("w"));
  }

  @Test
  void whatIsForgotten_isSoForAll() {
    tell(STORE, "v");
    tell(OTHER, "v");
    latest.forget("key");
    assertThat(latest.trusted(STORE, "key", MINUTE)).isNull();
    assertThat(latest.of(OTHER, "key")).isNull();
  }

  @Test
  void anAnswerThatAWriteMayHaveOvertaken_isNotTrusted() {
    Asking asking = latest.asking();
    latest.forget("key");
    latest.told(STORE, info("v"), asking);
    assertThat(latest.trusted(STORE, "key", MINUTE)).isNull();
    assertThat(latest.of(STORE, "key")).isEqualTo(info("v"));
  }
}
