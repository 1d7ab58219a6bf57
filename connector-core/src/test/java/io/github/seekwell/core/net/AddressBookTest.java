package io.github.seekwell.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AddressBookTest {

  private static final InetAddress A = address(1);
  private static final InetAddress B = address(2);
  private static final InetAddress C = address(3);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final Names names = new Names();
  private final Events events = new Events();
  private final AddressBook book =
      new AddressBook(
          "store.example",
          names,
          new AddressBook.Rules(
              Duration.ofSeconds(30),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(10)),
          nanos::get,
          events);

  @Test
  void answer_isBelievedForItsTimeToLive_andNotLonger() throws Exception {
    names.now(A);
    book.choose();
    names.now(B);
    pass(Duration.ofMillis(29_999));
    assertThat(book.choose().ready()).containsExactly(A);
    assertThat(names.asked).isEqualTo(1);

    pass(Duration.ofMillis(1));
    assertThat(book.choose().ready()).containsExactly(B);
    assertThat(names.asked).isEqualTo(2);
    assertThat(events.heard).containsExactly("added 1", "added 2", "removed 1");
  }

  @Test
  void everyLookup_isTold_withWhatItTook() throws Exception {
    names.meanwhile = () -> pass(Duration.ofMillis(7));
    names.fail();
    assertThatThrownBy(book::choose).isInstanceOf(UnknownHostException.class);
    names.now(A);
    pass(Duration.ofSeconds(1));
    book.choose();
    book.choose();
    names.fail();
    pass(Duration.ofSeconds(30));
    book.choose();
    assertThat(events.lookups).containsExactly("7 failed", "7 ok", "7 failed");
    assertThat(events.heard).as("old addresses stay").containsExactly("added 1", "lookup failed");
  }

  @Test
  void allAddresses_areUsedInTurn() throws Exception {
    names.now(A, B, C);
    List<InetAddress> firsts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      AddressChoice choice = book.choose();
      assertThat(choice.ready()).containsExactlyInAnyOrder(A, B, C);
      firsts.add(choice.ready().get(0));
    }
    assertThat(firsts.subList(0, 3)).containsExactlyInAnyOrder(A, B, C);
    assertThat(firsts.subList(3, 6)).containsExactlyElementsOf(firsts.subList(0, 3));
  }

  @Test
  void failedAddress_isLeftAlone_andTriedAgainByOneCallerAtATime() throws Exception {
    names.now(A, B);
    book.choose();
    book.leaveAlone(A);
    assertThat(book.choose()).isEqualTo(new AddressChoice(List.of(B), List.of(A)));

    pass(Duration.ofSeconds(1));
    assertThat(book.choose().ready()).as("first of all").containsExactly(A, B);
    assertThat(book.choose().ready()).as("while another caller tries").containsExactly(B);

    book.works(A);
    assertThat(book.choose().ready()).containsExactlyInAnyOrder(A, B);
    assertThat(events.heard).containsExactly("added 1", "added 2", "failed 1 1000", "recovered 1");
  }

  @Test
  void timeToLeaveAlone_growsWithEachFailure_upToItsLimit() throws Exception {
    names.now(A, B);
    book.choose();
    for (int i = 0; i < 6; i++) {
      book.leaveAlone(A);
      pass(Duration.ofSeconds(10));
      book.choose();
    }
    assertThat(events.heard)
        .containsSubsequence(
            "failed 1 1000",
            "failed 1 2000",
            "failed 1 4000",
            "failed 1 8000",
            "failed 1 10000",
            "failed 1 10000");
  }

  @Test
  void oneFailureSeenByManyCallers_countsOnce() throws Exception {
    names.now(A, B);
    book.choose();
    for (int i = 0; i < 30; i++) {
      book.leaveAlone(A);
    }
    assertThat(events.heard).containsExactly("added 1", "added 2", "failed 1 1000");
  }

  @Test
  void addressThatGivesNoAnswers_isLeftAlone_thoughItTakesConnections_untilItAnswers()
      throws Exception {
    names.now(A, B);
    book.choose();
    assertThat(book.unanswered(A)).isTrue();
    book.works(A);
    assertThat(book.choose().leftAlone()).containsExactly(A);

    pass(Duration.ofSeconds(1));
    assertThat(book.choose().ready()).as("on trial").containsExactly(A, B);
    book.works(A);
    assertThat(book.choose().leftAlone()).containsExactly(A);
    book.unanswered(A);
    pass(Duration.ofMillis(1_999));
    assertThat(book.choose().leftAlone()).containsExactly(A);

    pass(Duration.ofMillis(1));
    assertThat(book.choose().ready()).containsExactly(A, B);
    book.answered(A);
    assertThat(book.choose().ready()).containsExactlyInAnyOrder(A, B);
    assertThat(events.heard).containsSubsequence("failed 1 1000", "failed 1 2000", "recovered 1");
  }

  @Test
  void addressThatIsMuchSlower_isLeftAlone_untilAnAnswerOnTrialComesSooner() throws Exception {
    names.now(A, B);
    book.choose();
    for (int i = 0; i < 8; i++) {
      assertThat(book.answered(A, 30_000_000)).isFalse();
      assertThat(book.answered(B, 400_000_000)).as("answer %d", i).isEqualTo(i == 7);
    }
    book.works(B);
    assertThat(book.choose().leftAlone()).containsExactly(B);
    assertThat(book.answered(B, 10_000_000)).as("sent before").isTrue();

    pass(Duration.ofSeconds(1));
    assertThat(book.choose().ready()).as("on trial").containsExactly(B, A);
    assertThat(book.answered(B, 400_000_000)).isTrue();
    pass(Duration.ofSeconds(2));
    assertThat(book.choose().ready()).as("on trial again").containsExactly(B, A);
    assertThat(book.answered(B, 50_000_000)).isFalse();
    assertThat(book.choose().leftAlone()).isEmpty();
    assertThat(events.heard).containsSubsequence("failed 2 1000", "failed 2 2000", "recovered 2");
  }

  @Test
  void oneLateAnswerOfMany_orALittleLater_isNotSlow() throws Exception {
    names.now(A, B);
    book.choose();
    for (int i = 0; i < 100; i++) {
      assertThat(book.answered(A, 30_000_000)).isFalse();
      assertThat(book.answered(B, i % 8 == 0 ? 500_000_000 : 40_000_000)).isFalse();
    }
    assertThat(book.choose().leftAlone()).isEmpty();
  }

  @Test
  void whereAllAreSlow_noneIsLeftAlone() throws Exception {
    names.now(A, B);
    book.choose();
    for (int i = 0; i < 20; i++) {
      assertThat(book.answered(A, 900_000_000)).isFalse();
      assertThat(book.answered(B, 500_000_000)).isFalse();
    }
  }

  @Test
  void theOnlyAddressLeft_isNotLeftAloneForItsSilence() throws Exception {
    names.now(A, B);
    book.choose();
    book.leaveAlone(B);
    assertThat(book.unanswered(A)).isFalse();
    assertThat(book.choose().ready()).containsExactly(A);
  }

  @Test
  void allAddressesFailed_theLeastBadComesFirst() throws Exception {
    names.now(A, B);
    book.choose();
    book.leaveAlone(A);
    pass(Duration.ofSeconds(1));
    book.choose();
    book.leaveAlone(A); // For two seconds now.
    book.leaveAlone(B); // For one.
    assertThat(book.choose()).isEqualTo(new AddressChoice(List.of(), List.of(B, A)));
  }

  @Test
  void nameServiceFails_oldAnswerIsKept_andTheQuestionRepeatedSoon() throws Exception {
    names.now(A);
    book.choose();
    pass(Duration.ofSeconds(30));
    names.fail();
    assertThat(book.choose().ready()).containsExactly(A);
    assertThat(book.choose().ready()).containsExactly(A);
    assertThat(names.asked).as("asked at expiry only").isEqualTo(2);

    pass(Duration.ofSeconds(1));
    assertThat(book.choose().ready()).containsExactly(A);
    assertThat(names.asked).isEqualTo(3);
    pass(Duration.ofSeconds(1));
    book.choose();
    assertThat(names.asked).as("the wait has doubled").isEqualTo(3);

    names.now(B);
    pass(Duration.ofSeconds(1));
    assertThat(book.choose().ready()).containsExactly(B);
    assertThat(events.heard)
        .containsExactly("added 1", "lookup failed", "lookup failed", "added 2", "removed 1");
  }

  @Test
  void firstLookUpFails_saysSo_andAsksAgainAfterASecond() {
    names.fail();
    assertThatThrownBy(book::choose).isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(book::choose)
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("store.example");
    assertThat(names.asked).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(book::choose).isInstanceOf(UnknownHostException.class);
    assertThat(names.asked).isEqualTo(2);
  }

  @Test
  void emptyAnswer_isNoAnswer() throws Exception {
    names.now(A);
    book.choose();
    pass(Duration.ofSeconds(30));
    names.now();
    assertThat(book.choose().ready()).containsExactly(A);
    assertThat(events.heard).containsExactly("added 1", "lookup failed");
  }

  @Test
  void failedConnection_asksEarly_atMostOnceASecond() throws Exception {
    names.now(A);
    book.choose();
    pass(Duration.ofSeconds(5));
    names.now(B);
    book.leaveAlone(A);
    assertThat(book.choose().ready()).containsExactly(B);
    assertThat(names.asked).isEqualTo(2);

    book.leaveAlone(B);
    assertThat(book.choose().leftAlone()).containsExactly(B);
    assertThat(book.chooseAfresh().leftAlone()).containsExactly(B);
    assertThat(names.asked).as("a second has not passed").isEqualTo(2);
    pass(Duration.ofSeconds(1));
    book.chooseAfresh();
    assertThat(names.asked).isEqualTo(3);
  }

  @Test
  void removedAddress_isForgotten_withItsFailures() throws Exception {
    names.now(A, B);
    book.choose();
    book.leaveAlone(A);
    pass(Duration.ofSeconds(30));
    names.now(B);
    book.choose();
    assertThat(book.lists(A)).isFalse();
    book.leaveAlone(A);
    book.works(A);
    pass(Duration.ofSeconds(30));
    names.now(A, B);
    assertThat(book.choose().ready()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void oneCallerAsks_whileOthersGoOnWithTheOldAnswer() throws Exception {
    names.now(A);
    book.choose();
    pass(Duration.ofSeconds(30));
    names.now(B);
    CountDownLatch held = names.hold();
    ExecutorService asker = Executors.newSingleThreadExecutor();
    try {
      Future<AddressChoice> asking = asker.submit(book::choose);
      assertThat(names.entered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(book.choose().ready()).containsExactly(A);
      held.countDown();
      assertThat(asking.get(10, TimeUnit.SECONDS).ready()).containsExactly(B);
      assertThat(names.asked).isEqualTo(2);
    } finally {
      asker.shutdownNow();
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress("store.example", new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A name service whose answers the test sets. */
  private static final class Names implements Resolver {
    private volatile List<InetAddress> answer = List.of();
    private volatile boolean failing;
    private volatile int asked;
    private volatile Runnable meanwhile = () -> {};
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile CountDownLatch entered = new CountDownLatch(0);

    void now(InetAddress... addresses) {
      answer = List.of(addresses);
      failing = false;
    }

    void fail() {
      failing = true;
    }

    CountDownLatch hold() {
      entered = new CountDownLatch(1);
      held = new CountDownLatch(1);
      return held;
    }

    @Override
    public synchronized List<InetAddress> resolve(String host) throws UnknownHostException {
      asked++;
      entered.countDown();
      meanwhile.run();
      try {
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (failing) {
        throw new UnknownHostException(host);
      }
      return answer;
    }
  }

  private static final class Events implements AddressListener {
    private final List<String> heard = new ArrayList<>();
    private final List<String> lookups = new ArrayList<>();

    @Override
    public void addressAdded(String host, InetAddress address) {
      heard.add("added " + last(address));
    }

    @Override
    public void addressRemoved(String host, InetAddress address) {
      heard.add("removed " + last(address));
    }

    @Override
    public void addressFailed(String host, InetAddress address, long leftAloneNanos) {
      heard.add("failed " + last(address) + " " + leftAloneNanos / 1_000_000);
    }

    @Override
    public void addressRecovered(String host, InetAddress address) {
      heard.add("recovered " + last(address));
    }

    @Override
    public void lookedUp(String host, long nanos, boolean ok) {
      lookups.add(nanos / 1_000_000 + (ok ? " ok" : " failed"));
    }

    @Override
    public void lookupFailed(String host, String reason) {
      heard.add("lookup failed");
    }

    private static int last(InetAddress address) {
      return address.getAddress()[3];
    }
  }
}
