package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListenerChainTest {
  private final List<String> heard = new ArrayList<>();

  private ReadListener noting(String name, boolean throwing) {
    return (ReadListener)
        Proxy.newProxyInstance(
            ReadListener.class.getClassLoader(),
            new Class<?>[] {ReadListener.class},
            (proxy, method, args) -> {
              if (!method.getDeclaringClass().equals(ReadListener.class)) {
                return name;
              }
              heard.add(name + "." + method.getName() + Arrays.toString(args));
              if (throwing) {
                throw new IllegalStateException("on purpose");
              }
              return null;
            });
  }

  @Test
  void everyEvent_reachesEveryListener_withItsArguments_evenPastOneThatThrows() throws Exception {
    ReadListener chain = ListenerChain.of(noting("bad", true), noting("good", false));
    for (Method method : EveryEvent.methods()) {
      Object[] args = EveryEvent.arguments(method);
      heard.clear();
      method.invoke(chain, args);
      String call = "." + method.getName() + Arrays.toString(args);
      assertThat(heard).containsExactly("bad" + call, "good" + call);
    }
  }

  @Test
  void chain_ofOne_isThatOne() {
    ReadRecorder recorder = new ReadRecorder();
    assertThat(ListenerChain.of(recorder)).isSameAs(recorder);
  }
}
