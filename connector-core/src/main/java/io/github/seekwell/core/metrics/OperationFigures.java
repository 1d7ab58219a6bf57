package io.github.seekwell.core.metrics;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Counters and histograms of one operation, such as {@code upload-part}. */
final class OperationFigures {
  /** 1 % is enough here, and a tenth of the memory: there are a dozen operations. */
  static final int DIGITS = 2;

  private final String name;
  private final LongAdder requests = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder endedBadly = new LongAdder();
  private final Distribution queue;
  private final Distribution firstByte = Distribution.ofTimes(DIGITS);
  private final Distribution body;
  private final Distribution whole;

  /**
   * @param digits of all histograms but the first byte's, which is what stores are judged by
   */
  OperationFigures(String label, int digits) {
    this.name = metricPart(label);
    this.queue = Distribution.ofTimes(digits);
    this.body = Distribution.ofTimes(digits);
    this.whole = Distribution.ofTimes(digits);
  }

  /** How an operation's label stands in a metric's name: {@code upload_part}. */
  static String metricPart(String label) {
    return label.replace('-', '_');
  }

  void request(EndedRequest request) {
    requests.increment();
    bytes.add(request.bytes());
    if (request.attempt() > 1) {
      repeated.increment();
    }
    if (!request.ok()) {
      failures.increment();
    }
    queue.record(request.queueNanos());
    if (request.firstByteNanos() > 0) {
      firstByte.record(request.firstByteNanos());
      body.record(request.bodyNanos());
    }
  }

  void ended(long nanos, boolean ok) {
    (ok ? ended : endedBadly).increment();
    whole.record(nanos);
  }

  /** Bytes of memory, about. */
  long footprint() {
    return queue.footprint() + firstByte.footprint() + body.footprint() + whole.footprint();
  }

  void addTo(Map<String, Long> counters, Map<String, Histogram> histograms) {
    put(counters, "request." + name + ".count", requests);
    put(counters, "request." + name + ".repeated.count", repeated);
    put(counters, "request." + name + ".failed.count", failures);
    put(counters, "request." + name + ".received_bytes", bytes);
    put(counters, "operation." + name + ".ok.count", ended);
    put(counters, "operation." + name + ".failed.count", endedBadly);
    put(histograms, "request." + name + ".queue", queue);
    put(histograms, "request." + name + ".first_byte", firstByte);
    put(histograms, "request." + name + ".body", body);
    put(histograms, "operation." + name + ".latency", whole);
  }

  private static void put(Map<String, Long> counters, String metric, LongAdder adder) {
    counters.merge(metric, adder.sum(), Long::sum);
  }

  private static void put(
      Map<String, Histogram> histograms, String metric, Distribution distribution) {
    Histogram total = distribution.total();
    if (total.getTotalCount() > 0) {
      histograms.put(metric, total);
    }
  }
}
