package io.github.seekwell.shaded;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same with a Spark 4.2. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class SinksOnSpark42IT extends SinksIT {
  @Override
  SparkHome spark() throws IOException, InterruptedException {
    return SparkHome.of("4.2.0", "2.13");
  }
}
