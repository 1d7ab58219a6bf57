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
    for (Method method : ReadListener.class.getDeclaredMethods()) {
      Object[] args = distinct(method.getParameterTypes());
      heard.clear();
      method.invoke(chain, args);
      String call = "." + method.getName() + Arrays.toString(args);
      assertThat(heard).containsExactly("bad" + call, "good" + call);
    }
  }

  private static Object[] distinct(Class<?>[] types) {
    Object[] args = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      Class<?> type = types[i];
      if (type == long.class) {
        args[i] = 100L + i;
      } else if (type == int.class) {
        args[i] = 10 + i;
      } else if (type == boolean.class) {
        args[i] = true;
      } else if (type == ReadOutcome.class) {
        args[i] = ReadOutcome.WAIT;
      } else if (type == DiskEvent.class) {
        args[i] = DiskEvent.WRITTEN;
      } else {
        args[i] = "text" + i;
      }
    }
    return args;
  }

  @Test
  void chain_ofOne_isThatOne() {
    ReadRecorder recorder = new ReadRecorder();
    assertThat(ListenerChain.of(recorder)).isSameAs(recorder);
  }
}
