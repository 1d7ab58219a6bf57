package io.github.seekwell.core.hadoop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The other spellings under which a setting may be found: for one bucket only, under a deprecated
 * prefix, and under the name it had before.
 *
 * @param forms spellings for one bucket only, most particular first
 * @param twins deprecated prefixes by the prefix that replaced them, such as {@code fs.oci.} to
 *     {@code fs.oraclebmc.}; a key set in both spellings is refused
 * @param renamed former names by the key that replaced each; if both are set, the former is passed
 *     over, because Hadoop itself sets both once it has been told that one is deprecated
 * @param credentialFiles the key that names credential files besides Hadoop's own, which are looked
 *     into first; empty if there is none
 */
public record KeyForms(
    List<Form> forms,
    Map<String, String> twins,
    Map<String, String> renamed,
    String credentialFiles) {
  /** Every key is spelt in one way. */
  public static final KeyForms PLAIN = new KeyForms(List.of(), Map.of());

  /**
   * One rule of spelling: a key that begins with {@code prefix} may be written with {@code head}
   * instead of it and {@code tail} at its end.
   *
   * @param prefix of the keys the rule is for; empty for all
   * @param head in the place of the prefix, such as {@code fs.s3a.bucket.data.}
   * @param tail at the end, such as {@code .bucket.namespace}; may be empty
   */
  public record Form(String prefix, String head, String tail) {
    public Form {
      if (prefix.equals(head) && tail.isEmpty()) {
        throw new IllegalArgumentException("a spelling that differs in nothing: " + prefix);
      }
    }

    /** For keys that begin with a prefix: the same, and a dot and a word behind. */
    public static Form suffix(String prefix, String word) {
      return new Form(prefix, prefix, "." + word);
    }

    private Optional<String> of(String key) {
      return key.startsWith(prefix)
          ? Optional.of(head + key.substring(prefix.length()) + tail)
          : Optional.empty();
    }

    private boolean fits(String spelling) {
      return spelling.length() > head.length() + tail.length()
          && spelling.startsWith(head)
          && spelling.endsWith(tail);
    }

    private String keyOf(String spelling) {
      return prefix + spelling.substring(head.length(), spelling.length() - tail.length());
    }

    private int length() {
      return head.length() + tail.length();
    }
  }

  public KeyForms {
    forms = List.copyOf(forms);
    twins = Map.copyOf(twins);
    renamed = Map.copyOf(renamed);
  }

  /**
   * @param suffixes appended to any key with a dot, most particular first; such as {@code
   *     bucket.namespace}
   * @param twins deprecated prefixes by the prefix that replaced them
   */
  public KeyForms(List<String> suffixes, Map<String, String> twins) {
    this(suffixes.stream().map(suffix -> Form.suffix("", suffix)).toList(), twins, Map.of(), "");
  }

  /** Where to look for a key, in this order; the key itself comes last. */
  List<String> formsOf(String key) {
    List<String> spellings = new ArrayList<>(2 * forms.size() + 2);
    for (Form form : forms) {
      add(spellings, form.of(key));
      add(spellings, formerly(key).flatMap(form::of));
    }
    spellings.add(key);
    add(spellings, formerly(key));
    return spellings;
  }

  private static void add(List<String> spellings, Optional<String> one) {
    one.ifPresent(spellings::add);
  }

  private Optional<String> formerly(String key) {
    return Optional.ofNullable(renamed.get(key));
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

  /** The key that a spelling stands for, by the rule that explains most of it. */
  String keyOf(String spelling) {
    Optional<Form> best = Optional.empty();
    for (Form form : forms) {
      if (form.fits(spelling)
          && best.map(Form::length).filter(length -> length >= form.length()).isEmpty()) {
        best = Optional.of(form);
      }
    }
    String key = best.map(form -> form.keyOf(spelling)).orElse(spelling);
    for (Map.Entry<String, String> twin : twins.entrySet()) {
      if (key.startsWith(twin.getValue())) {
        return twin.getKey() + key.substring(twin.getValue().length());
      }
    }
    for (Map.Entry<String, String> newer : renamed.entrySet()) {
      if (key.equals(newer.getValue())) {
        return newer.getKey();
      }
    }
    return key;
  }
}
