package io.github.seekwell.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.seekwell.core.store.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IssuedIdentityTest {
  private static final Duration LIFE = Duration.ofMinutes(20);

  private final Ticking clock = new Ticking();
  private final Service service = new Service();
  private final IssuedIdentity source =
      new IssuedIdentity("test's token", service, clock, IssuedIdentityTest::smallKey);

  @Test
  void token_isAskedForOnce_andGoesWithItsKey() throws IdentityException {
    Identity first = source.current();

    assertThat(source.current()).isSameAs(first);
    assertThat(service.asked).isEqualTo(1);
    assertThat(first.keyId()).startsWith("ST$");
    assertThat(first.key().getModulus())
        .isEqualTo(((RSAPublicKey) service.bound.getPublic()).getModulus());
  }

  @Test
  void token_isRenewed_afterThreeQuartersOfItsTime() throws IdentityException {
    Identity first = source.current();
    clock.advance(Duration.ofMinutes(14));
    assertThat(source.current()).isSameAs(first);
    clock.advance(Duration.ofMinutes(2));

    assertThat(source.current()).isNotEqualTo(first);
    assertThat(service.asked).isEqualTo(2);
  }

  @Test
  void serviceThatIsDown_doesNoHarm_whileTheTokenIsGood() throws IdentityException {
    Identity first = source.current();
    clock.advance(Duration.ofMinutes(16));
    service.down = true;

    assertThat(source.current()).isSameAs(first);
    assertThat(source.current()).isSameAs(first);
    assertThat(service.asked).isEqualTo(2);

    clock.advance(Duration.ofSeconds(11));
    assertThat(source.current()).isSameAs(first);
    assertThat(service.asked).isEqualTo(3);
  }

  @Test
  void serviceThatIsDown_isAFailure_onceTheTokenHasEnded() throws IdentityException {
    source.current();
    clock.advance(LIFE.plusSeconds(1));
    service.down = true;

    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(source::current)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.THROTTLED));
  }

  @Test
  @Timeout(30)
  void serviceThatIsDown_isAskedOnce_forAllWhoWait() throws Exception {
    int waiting = 8;
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    IssuedIdentity down =
        new IssuedIdentity(
            "test's token",
            session -> {
              asked.incrementAndGet();
              try {
                assertThat(answer.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new IdentityException(ErrorKind.THROTTLED, "busy", null);
            },
            clock,
            IssuedIdentityTest::smallKey);
    List<Thread> threads = new ArrayList<>();
    List<ErrorKind> told = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < waiting; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  down.current();
                } catch (IdentityException e) {
                  told.add(e.kind());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      while (thread.isAlive()
          && thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    answer.countDown();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    assertThat(told).hasSize(waiting).containsOnly(ErrorKind.THROTTLED);
    assertThat(asked).hasValue(1);
    assertThatExceptionOfType(IdentityException.class).isThrownBy(down::current);
    assertThat(asked).as("who comes later asks").hasValue(2);
  }

  @Test
  void tokenThatHasEnded_isReplaced() throws IdentityException {
    Identity first = source.current();
    clock.advance(LIFE.plusSeconds(1));

    assertThat(source.current()).isNotEqualTo(first);
  }

  @Test
  void refusal_costsOneQuestion_howeverManyAreRefused() throws IdentityException {
    Identity refused = source.current();
    clock.advance(Duration.ofMinutes(1));

    Identity newer = source.renewed(refused);

    assertThat(newer).isNotEqualTo(refused);
    assertThat(source.renewed(refused)).isSameAs(newer);
    assertThat(service.asked).isEqualTo(2);
  }

  @Test
  void refusalOfTheNewest_asksNobody() throws IdentityException {
    Identity newest = source.current();

    assertThat(source.renewed(newest)).isSameAs(newest);
    assertThat(service.asked).isEqualTo(1);
  }

  @Test
  void tokenThatHadEndedWhenItCame_isToldWithTheClock() {
    service.life = Duration.ofSeconds(-1);

    assertThatExceptionOfType(IdentityException.class)
        .isThrownBy(source::current)
        .withMessageContaining("by this machine's clock");
  }

  /** The smallest that the JDK makes: a real one takes a second of a young JVM. */
  private static KeyPair smallKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(512);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has RSA", e);
    }
  }

  private final class Service implements IssuedIdentity.Issuer {
    private int asked;
    private boolean down;
    private Duration life = LIFE;
    private KeyPair bound;

    @Override
    public String issue(KeyPair session) throws IdentityException {
      asked++;
      if (down) {
        throw new IdentityException(ErrorKind.THROTTLED, "busy", null);
      }
      bound = session;
      String claims =
          "{\"sub\":\"x\",\"n\":"
              + asked
              + ",\"exp\":"
              + clock.instant().plus(life).getEpochSecond()
              + "}";
      return "head."
          + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
          + ".signature";
    }
  }

  private static final class Ticking extends Clock {
    private Instant now = Instant.ofEpochSecond(1_800_000_000);

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
