package io.github.seekwell.core.testing.faults;

/**
 * One thing that goes wrong and what is promised of it. Fault, operation and promise together name
 * the case.
 */
public record FaultCase(String group, String fault, String operation, String promise, Trial trial) {

  /** Brings the fault about and looks whether the promise was kept. */
  @FunctionalInterface
  public interface Trial {
    void run(Scene scene) throws Exception;
  }

  @Override
  public String toString() {
    return fault + " | " + operation + " | " + promise;
  }
}
