package io.github.seekwell.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreCallTest {
  private final List<Attempt> heard = new ArrayList<>();

  @Test
  void whatFailsBeforeItCanBeSent_isNoRequest() {
    RequestContext context = RequestContext.DEMAND.heardBy((attempt, unused) -> heard.add(attempt));
    StoreCall call = new StoreCall(Operation.GET, "get mem://b/k", "x-id", context);
    call.close(); // as for want of credentials
    call.again();
    call.close();
    assertThat(heard).isEmpty();
  }
}
