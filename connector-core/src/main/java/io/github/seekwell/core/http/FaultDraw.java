package io.github.seekwell.core.http;

import io.github.seekwell.core.config.FaultsConfig;
import io.github.seekwell.core.http.Fault.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws which fault a call meets, if its user wants any. Loud: it warns once when it is made, and
 * tells of each fault. Safe for threads.
 */
final class FaultDraw {
  private static final Logger LOG = LoggerFactory.getLogger(FaultDraw.class);

  private final FaultsConfig config;

  /** Guards itself. */
  private final SplittableRandom random;

  FaultDraw(FaultsConfig config) {
    this.config = config;
    this.random = new SplittableRandom(config.seed());
    if (config.any()) {
      LOG.warn(
          "FAULTS ARE MADE ON PURPOSE (fs.seekwell.faults.*); nobody wants this but in a test: {}",
          config);
    }
  }

  Fault draw(HttpCall call) {
    if (!config.any()) {
      return Fault.NONE;
    }
    Fault fault = draw();
    if (fault.kind() != Kind.NONE) {
      LOG.info("Fault made on purpose, {}: {}", fault, call);
    }
    return fault;
  }

  private Fault draw() {
    double which;
    double place;
    synchronized (random) {
      which = random.nextDouble();
      place = random.nextDouble();
    }
    if (which < config.latencyShare()) {
      return new Fault(Kind.LATENCY, place, config.latency());
    }
    which -= config.latencyShare();
    if (which < config.unavailableShare()) {
      return new Fault(Kind.UNAVAILABLE, place, Duration.ZERO);
    }
    which -= config.unavailableShare();
    if (which < config.resetShare()) {
      return new Fault(Kind.RESET, place, Duration.ZERO);
    }
    which -= config.resetShare();
    return which < config.shortShare() ? new Fault(Kind.SHORT, place, Duration.ZERO) : Fault.NONE;
  }
}
