package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.util.Optional;
import java.util.SortedSet;

/** Something happens before each secret is read. */
abstract class ForwardingSettings implements Settings {
  private final Settings settings;

  ForwardingSettings(Settings settings) {
    this.settings = settings;
  }

  abstract void beforeSecret();

  @Override
  public Optional<Value> find(String key) {
    return settings.find(key);
  }

  @Override
  public Optional<Value> findSecret(String key) {
    beforeSecret();
    return settings.findSecret(key);
  }

  @Override
  public SortedSet<String> keys(String prefix) {
    return settings.keys(prefix);
  }
}
