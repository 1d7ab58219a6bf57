package io.github.seekwell.s3.testing;

import io.github.seekwell.s3.client.S3Options;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract once more, with the settings for stores that know no conditions of writes. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
final class S3ProxyLookingFirstContractIT extends S3ProxyContractIT {
  @Override
  S3Options options() {
    return S3Options.defaults().withoutConditions();
  }

  @Override
  protected boolean uploadsIfAbsent() {
    return true;
  }

  @Override
  protected boolean renamesIfAbsent() {
    return true;
  }
}
