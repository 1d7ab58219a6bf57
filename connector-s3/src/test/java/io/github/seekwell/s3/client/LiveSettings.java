package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Settings that change under whoever has them, as a configuration with credential files does. */
final class LiveSettings implements Settings {
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final AtomicInteger secretsRead = new AtomicInteger();

  LiveSettings set(String key, String value) {
    values.put(key, value);
    return this;
  }

  LiveSettings unset(String key) {
    values.remove(key);
    return this;
  }

  LiveSettings keys(String access, String secret) {
    return set("fs.s3a.access.key", access).set("fs.s3a.secret.key", secret);
  }

  LiveSettings providers(String... names) {
    return set("fs.s3a.aws.credentials.provider", String.join(",\n  ", names));
  }

  int secretsRead() {
    return secretsRead.get();
  }

  @Override
  public Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key)).map(text -> new Value(text, true));
  }

  @Override
  public Optional<Value> findSecret(String key) {
    secretsRead.incrementAndGet();
    return find(key);
  }

  @Override
  public SortedSet<String> keys(String prefix) {
    SortedSet<String> found = new TreeSet<>(values.keySet());
    found.removeIf(key -> !key.startsWith(prefix));
    return found;
  }
}
