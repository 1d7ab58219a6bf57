package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.ProviderUtils;

/**
 * Settings out of a Hadoop {@link Configuration}.
 *
 * <p>A value is the user's unless it comes from a file that a library ships ({@code
 * core-default.xml} and its like). A key is looked for in all its {@link KeyForms}; the form for
 * one bucket wins over the general one. Secrets are looked up in credential files first, as {@link
 * Configuration#getPassword} does. Reads the configuration as it is when asked; safe for threads as
 * far as the configuration is.
 */
public final class HadoopSettings implements Settings {
  /** What may be a key of ours in a message. */
  private static final Pattern KEY = Pattern.compile("fs\\.[a-z][\\w.-]*\\w");

  private static final String SHIPPED = "-default.xml";

  /** Looked into for secrets only; read anew each time, so that a rewritten file is seen. */
  private static final String CREDENTIAL_FILES = "hadoop.security.credential.provider.path";

  private final Configuration conf;
  private final KeyForms forms;

  public HadoopSettings(Configuration conf, KeyForms forms) {
    this.conf = conf;
    this.forms = forms;
  }

  /**
   * @throws IllegalArgumentException if a key and its deprecated twin are both set
   */
  @Override
  public Optional<Value> find(String key) {
    return lookUp(key, this::plain);
  }

  /**
   * @throws UncheckedIOException if a credential file cannot be read
   * @throws IllegalArgumentException as {@link #find}
   */
  @Override
  public Optional<Value> findSecret(String key) {
    Configuration withFiles = withCredentialFiles();
    return lookUp(key, form -> password(withFiles, form));
  }

  /** All keys that begin with a prefix, in their general form and without deprecated spellings. */
  @Override
  public SortedSet<String> keys(String prefix) {
    SortedSet<String> found = new TreeSet<>();
    for (Map.Entry<String, String> entry : conf) {
      String key = forms.keyOf(entry.getKey());
      if (key.startsWith(prefix)) {
        found.add(key);
      }
    }
    return found;
  }

  /** Whether a person or a program chose the value of this very key. */
  static boolean isSetByUser(Configuration conf, String key) {
    if (conf.getRaw(key) == null) {
      return false;
    }
    String[] sources = conf.getPropertySources(key);
    // The first source set it; later ones (a job.xml) only passed it on.
    return sources == null || sources.length == 0 || !sources[0].endsWith(SHIPPED);
  }

  /**
   * A message about keys, and for each of them that was set in another spelling, which one it was:
   * that is what whoever set it will look for.
   */
  String withSpellings(String message) {
    StringBuilder told = new StringBuilder(message);
    Matcher keys = KEY.matcher(message);
    while (keys.find()) {
      String key = keys.group();
      for (String form : forms.formsOf(key)) {
        String twin = forms.twinOf(form).filter(old -> conf.getRaw(old) != null).orElse("");
        String set = twin.isEmpty() && conf.getRaw(form) != null ? form : twin;
        if (!set.isEmpty()) {
          if (told.indexOf(set) < 0) {
            told.append(" (").append(key).append(" is set as ").append(set).append(')');
          }
          break;
        }
      }
    }
    return told.toString();
  }

  private interface Lookup {
    Optional<Value> in(String form);
  }

  private Optional<Value> lookUp(String key, Lookup lookup) {
    // What a library ships for a general key must not hide the user's deprecated spelling, but
    // libraries ship no deprecated keys of ours, so the first form found is the right one.
    for (String form : forms.formsOf(key)) {
      Optional<Value> value = lookup.in(form);
      Optional<String> twin = forms.twinOf(form);
      Optional<Value> old = twin.flatMap(lookup::in);
      if (value.filter(Value::setByUser).isPresent() && old.isPresent()) {
        throw new IllegalArgumentException(
            form + " and its deprecated spelling " + twin.get() + " are both set: remove one");
      }
      if (old.isPresent()) {
        return old;
      }
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private Optional<Value> plain(String form) {
    return Optional.ofNullable(conf.get(form))
        .map(text -> new Value(text, isSetByUser(conf, form)));
  }

  /** The same configuration, and the connector's own credential files before Hadoop's. */
  private Configuration withCredentialFiles() {
    if (forms.credentialFiles().isEmpty()) {
      return conf;
    }
    String own = find(forms.credentialFiles()).map(value -> value.text().trim()).orElse("");
    if (own.isEmpty()) {
      return conf;
    }
    String hadoops = conf.get(CREDENTIAL_FILES, "").trim();
    Configuration both = new Configuration(conf);
    both.set(CREDENTIAL_FILES, hadoops.isEmpty() ? own : own + "," + hadoops);
    try {
      // A file on a store of ours cannot hold what opens that store.
      return ProviderUtils.excludeIncompatibleCredentialProviders(both, ObjectFileSystem.class);
    } catch (IOException e) {
      throw new UncheckedIOException(forms.credentialFiles() + ": " + e.getMessage(), e);
    }
  }

  private Optional<Value> password(Configuration withFiles, String form) {
    try {
      char[] secret = withFiles.getPassword(form);
      if (secret == null) {
        return Optional.empty();
      }
      String text = new String(secret);
      Arrays.fill(secret, '\0');
      boolean fromFile = !text.equals(conf.get(form));
      return Optional.of(new Value(text, fromFile || isSetByUser(conf, form)));
    } catch (IOException e) {
      // Hadoop's own message does not say which file it is about, its cause does.
      String cause = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
      throw new UncheckedIOException(
          "cannot read the secret "
              + form
              + " from "
              + CREDENTIAL_FILES
              + " = "
              + withFiles.get(CREDENTIAL_FILES)
              + ": "
              + e.getMessage()
              + cause,
          e);
    }
  }
}
