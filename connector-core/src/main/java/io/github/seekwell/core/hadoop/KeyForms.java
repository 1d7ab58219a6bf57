package io.github.seekwell.core.hadoop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The other spellings under which a setting may be found: for one bucket only, and under a
 * deprecated prefix.
 *
 * @param suffixes appended to a key with a dot for one bucket only, most particular first; such as
 *     {@code bucket.namespace}
 * @param twins deprecated prefixes by the prefix that replaced them, such as {@code fs.oci.} to
 *     {@code fs.oraclebmc.}
 */
public record KeyForms(List<String> suffixes, Map<String, String> twins) {
  /** Every key is spelt in one way. */
  public static final KeyForms PLAIN = new KeyForms(List.of(), Map.of());

  public KeyForms {
    suffixes = List.copyOf(suffixes);
    twins = Map.copyOf(twins);
  }

  /** Where to look for a key, in this order; the key itself comes last. */
  List<String> formsOf(String key) {
    List<String> forms = new ArrayList<>(suffixes.size() + 1);
    for (String suffix : suffixes) {
      forms.add(key + "." + suffix);
    }
    forms.add(key);
    return forms;
  }

  /** The deprecated spelling of a form. */
  Optional<String> twinOf(String form) {
    for (Map.Entry<String, String> twin : twins.entrySet()) {
      if (form.startsWith(twin.getKey())) {
        return Optional.of(twin.getValue() + form.substring(twin.getKey().length()));
      }
    }
    return Optional.empty();
  }

  /** The key that a spelling stands for. */
  String keyOf(String form) {
    String key = form;
    for (String suffix : suffixes) {
      if (key.endsWith("." + suffix)) {
        key = key.substring(0, key.length() - suffix.length() - 1);
        break;
      }
    }
    for (Map.Entry<String, String> twin : twins.entrySet()) {
      if (key.startsWith(twin.getValue())) {
        return twin.getKey() + key.substring(twin.getValue().length());
      }
    }
    return key;
  }
}
