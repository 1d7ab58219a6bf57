package io.github.seekwell.core.config;

/**
 * Second requests beside slow ones.
 *
 * @param enabled whether there are any
 * @param budget how many there may be for each demand, 0 to 1
 * @param maxSize what a GET may ask for to get one, in bytes
 */
public record HedgeConfig(boolean enabled, double budget, long maxSize) {

  public static final Setting<Boolean> ENABLED =
      Setting.flag(
          "fs.seekwell.hedge.enabled",
          true,
          "Whether a small GET that somebody waits for gets a second one beside it, on another "
              + "connection, when its first byte is later than that of 99 in 100.");
  public static final Setting<Double> BUDGET =
      Setting.fraction(
          "fs.seekwell.hedge.budget",
          "0.02",
          "How many second requests there may be for each GET that somebody waits for.");
  public static final Setting<Long> MAX_SIZE =
      Setting.size(
          "fs.seekwell.hedge.max-size",
          "1m",
          "1",
          "1g",
          "The largest GET that may get a second one; of a larger one the body takes longer than "
              + "any first byte.");

  public static HedgeConfig from(Settings settings) {
    return new HedgeConfig(settings.get(ENABLED), settings.get(BUDGET), settings.get(MAX_SIZE));
  }

  /** The budget, or nothing if there shall be no second requests. */
  public double share() {
    return enabled ? budget : 0;
  }
}
