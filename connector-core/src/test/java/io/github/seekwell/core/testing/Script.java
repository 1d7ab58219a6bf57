package io.github.seekwell.core.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What goes wrong next. Rules are asked in the order they were given; the first that matches the
 * call and has a fault left for it decides. Safe for several threads.
 */
public final class Script {
  private final List<Rule> rules = new ArrayList<>();

  /** These faults for the next calls that match, one each. */
  public synchronized void next(Predicate<Call> matching, Fault... faults) {
    Queue<Fault> queue = new ArrayDeque<>();
    Collections.addAll(queue, faults);
    rules.add(new Rule(matching, call -> Optional.ofNullable(queue.poll()), queue));
  }

  /** This fault for every call that matches, until {@link #clear}. */
  public synchronized void always(Predicate<Call> matching, Fault fault) {
    rules.add(new Rule(matching, call -> Optional.of(fault), new ArrayDeque<>()));
  }

  /** This fault with some probability for every call that matches; the same row for a seed. */
  public synchronized void randomly(
      double probability, long seed, Predicate<Call> matching, Fault fault) {
    Random random = new Random(seed);
    rules.add(
        new Rule(
            matching,
            call -> random.nextDouble() < probability ? Optional.of(fault) : Optional.empty(),
            new ArrayDeque<>()));
  }

  /** What this one says of every call, empty for nothing, until {@link #clear}; called in turn. */
  public synchronized void judged(Function<Call, Optional<Fault>> judge) {
    rules.add(new Rule(Call.any(), judge, new ArrayDeque<>()));
  }

  public synchronized void clear() {
    rules.clear();
  }

  /** Faults given to {@link #next} that no call has met yet. */
  public synchronized int unused() {
    return rules.stream().mapToInt(rule -> rule.queue.size()).sum();
  }

  synchronized Fault take(Call call) {
    for (Rule rule : rules) {
      if (rule.matching.test(call)) {
        Optional<Fault> fault = rule.source.apply(call);
        if (fault.isPresent()) {
          return fault.get();
        }
      }
    }
    return Fault.ok();
  }

  private record Rule(
      Predicate<Call> matching, Function<Call, Optional<Fault>> source, Queue<Fault> queue) {}
}
