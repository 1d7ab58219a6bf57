package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountsTest {
  private final Accounts accounts = new Accounts();

  @Test
  void anOwnersEvents_areCountedOnceInAll_andInItsAccount() {
    ReadRecorder task = ReadRecorder.ofOwner();
    Object owner = accounts.owner("oci", task);

    accounts.onHits(owner, 3, 30);
    accounts.onHits(accounts.owner("oci", null), 1, 5);
    accounts.onHits(accounts.owner("s3a", null), 1, 7);

    assertThat(task.snapshot().count(Count.BYTES_DELIVERED)).isEqualTo(30);
    assertThat(accounts.byScheme().get("oci").count(Count.BYTES_DELIVERED)).isEqualTo(35);
    assertThat(accounts.byScheme().get("s3a").count(Count.BYTES_DELIVERED)).isEqualTo(7);
    assertThat(accounts.snapshot().count(Count.BYTES_DELIVERED)).isEqualTo(42);
  }

  @Test
  void whatHasNoOwner_belongsToNoScheme() {
    accounts.onEviction(9);
    accounts.onHits("a stranger's token", 1, 4);

    ReadSnapshot none = accounts.byScheme().get(Accounts.NO_SCHEME);
    assertThat(none.count(Count.EVICTED_BYTES)).isEqualTo(9);
    assertThat(none.count(Count.BYTES_DELIVERED)).isEqualTo(4);
    assertThat(accounts.snapshot().counters()).isEqualTo(none.counters());
  }

  @Test
  void aRequest_isInFlight_fromItsBeginToItsEnd() {
    Object owner = accounts.owner("oci", null);
    accounts.onRequestSent(owner, "get");
    accounts.onRequestSent("nobody", "list");
    assertThat(accounts.requestsInFlight()).isEqualTo(2);

    accounts.onRequest(owner, ended());
    assertThat(accounts.requestsInFlight()).isEqualTo(1);
    accounts.onRequest("nobody", ended());
    assertThat(accounts.requestsInFlight()).isZero();
  }

  @Test
  void whoListens_hearsEveryEvent_untilRemoved_whateverItThrows() throws Exception {
    List<String> heard = new ArrayList<>();
    ReadListener noting = EveryEvent.listener(heard::add);
    ReadListener throwing =
        EveryEvent.listener(
            event -> {
              throw new IllegalStateException("on purpose");
            });
    accounts.add(throwing);
    accounts.add(noting);

    List<String> told = new ArrayList<>();
    for (Method method : EveryEvent.methods()) {
      method.invoke(accounts, EveryEvent.arguments(method));
      told.add(method.getName());
    }
    assertThat(heard).isEqualTo(told);

    accounts.remove(noting);
    accounts.onEviction(1);
    assertThat(heard).isEqualTo(told);
  }

  @Test
  void anOwnersAccount_hearsEveryEventThatNamesItsOwner() throws Exception {
    List<String> heard = new ArrayList<>();
    Object owner = accounts.owner("oci", EveryEvent.listener(heard::add));

    List<String> told = new ArrayList<>();
    for (Method method : EveryEvent.methods()) {
      Object[] arguments = EveryEvent.arguments(method);
      if (arguments.length > 0 && method.getParameterTypes()[0] == Object.class) {
        arguments[0] = owner;
        told.add(method.getName());
      }
      method.invoke(accounts, arguments);
    }
    assertThat(heard).isEqualTo(told).contains("onHits", "onRequestSent", "onRequest", "onWrite");
  }

  private static EndedRequest ended() {
    return new EndedRequest("get", "oci://b@n/o", 0, 10, 1, 1, 1, 1, 10, 206, "10.0.0.1", "id");
  }
}
