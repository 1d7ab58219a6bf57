package io.github.seekwell.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where settings come from. An implementation knows who set a value: what a library ships as its
 * default (Hadoop's core-default.xml) is not the user's wish.
 */
public interface Settings {

  /** A value and whether a person or a program chose it, rather than a default file. */
  record Value(String text, boolean setByUser) {
    @Override
    public String toString() {
      return setByUser ? "set by the user" : "a shipped default";
    }
  }

  /** The value of a key as set, or nothing. */
  Optional<Value> find(String key);

  /** The value of a secret: credential files first. */
  default Optional<Value> findSecret(String key) {
    return find(key);
  }

  /** All keys that begin with a prefix. */
  SortedSet<String> keys(String prefix);

  /**
   * The typed value: what is set, or the default.
   *
   * @throws IllegalArgumentException naming the key if the value does not fit
   */
  default <T> T get(Setting<T> setting) {
    Optional<Value> value = setting.isSecret() ? findSecret(setting.key()) : find(setting.key());
    return setting.parse(value.map(Value::text).orElse(setting.defaultText()));
  }

  /** Whether a user set it, whatever the value. */
  default boolean isSetByUser(Setting<?> setting) {
    return find(setting.key()).filter(Value::setByUser).isPresent();
  }

  /** Values by key, all set by the user. */
  static Settings of(Map<String, String> values) {
    Map<String, String> copy = Map.copyOf(values);
    return new Settings() {
      @Override
      public Optional<Value> find(String key) {
        return Optional.ofNullable(copy.get(key)).map(text -> new Value(text, true));
      }

      @Override
      public SortedSet<String> keys(String prefix) {
        SortedSet<String> found = new TreeSet<>();
        for (String key : copy.keySet()) {
          if (key.startsWith(prefix)) {
            found.add(key);
          }
        }
        return found;
      }
    };
  }

  /** These settings, and where they say nothing, {@code under}'s. */
  default Settings over(Settings under) {
    Settings upper = this;
    return new Settings() {
      @Override
      public Optional<Value> find(String key) {
        return upper.find(key).or(() -> under.find(key));
      }

      @Override
      public Optional<Value> findSecret(String key) {
        return upper.findSecret(key).or(() -> under.findSecret(key));
      }

      @Override
      public SortedSet<String> keys(String prefix) {
        SortedSet<String> all = new TreeSet<>(upper.keys(prefix));
        all.addAll(under.keys(prefix));
        return all;
      }
    };
  }
}
