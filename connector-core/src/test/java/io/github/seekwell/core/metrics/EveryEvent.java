package io.github.seekwell.core.metrics;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** All events a listener can hear, each with arguments that differ from one another. */
final class EveryEvent {
  private EveryEvent() {}

  static List<Method> methods() {
    List<Method> methods = new ArrayList<>(Arrays.asList(ReadListener.class.getDeclaredMethods()));
    methods.sort(Comparator.comparing(Method::getName));
    return methods;
  }

  static Object[] arguments(Method event) {
    Class<?>[] types = event.getParameterTypes();
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
      } else if (type == EndedRequest.class) {
        args[i] = new EndedRequest("get", "o", 1, 2, 3, 4, 5, 6, 7, 200, "10.0.0.1", "id");
      } else {
        args[i] = "text" + i;
      }
    }
    return args;
  }

  /** Hears the names of events. */
  static ReadListener listener(Consumer<String> names) {
    return (ReadListener)
        Proxy.newProxyInstance(
            ReadListener.class.getClassLoader(),
            new Class<?>[] {ReadListener.class},
            (proxy, method, args) -> {
              if (!method.getDeclaringClass().equals(ReadListener.class)) {
                return "a listener";
              }
              names.accept(method.getName());
              return null;
            });
  }
}
