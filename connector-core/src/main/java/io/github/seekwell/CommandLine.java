package io.github.seekwell;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the commands of this package are called with. What does not fit is an {@link
 * IllegalArgumentException} whose message is for people.
 */
final class CommandLine {
  private static final String SPARK = "spark.hadoop.";
  private static final String DEFAULTS = "core-default.xml";

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> options = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();

  private CommandLine() {}

  /**
   * @param known options besides {@code --help} and {@code --conf}; one that ends in {@code !} has
   *     no value
   */
  static CommandLine parse(String[] arguments, String... known) {
    Set<String> all = Set.of(known);
    CommandLine line = new CommandLine();
    for (int i = 0; i < arguments.length; i++) {
      String word = arguments[i];
      if (!word.startsWith("--")) {
        line.words.add(word);
      } else if (word.equals("--help") || all.contains(word + "!")) {
        line.options.put(word, "");
      } else if (!word.equals("--conf") && !all.contains(word)) {
        throw new IllegalArgumentException("not understood: " + word);
      } else if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(word + " takes a value");
      } else if (word.equals("--conf")) {
        line.set(arguments[++i]);
      } else {
        line.options.put(word, arguments[++i]);
      }
    }
    return line;
  }

  private void set(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--conf takes KEY=VALUE, not " + setting);
    }
    settings.put(hadoops(setting.substring(0, equals)), setting.substring(equals + 1));
  }

  boolean isHelp() {
    return has("--help");
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  String option(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /**
   * @param what it should be, for the message
   */
  String word(int index, String what) {
    if (index >= words.size()) {
      throw new IllegalArgumentException("missing: " + what);
    }
    return words.get(index);
  }

  /** The last word: a bucket or what is in it. */
  URI uri(int index) {
    String word = word(index, "a URI");
    if (words.size() > index + 1) {
      throw new IllegalArgumentException("not understood: " + words.get(index + 1));
    }
    try {
      URI uri = new URI(word);
      if (uri.getScheme() == null || uri.getRawAuthority() == null) {
        throw new IllegalArgumentException(
            "a URI has a scheme and a bucket, such as s3a://bucket/folder: " + uri);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URI: " + e.getMessage(), e);
    }
  }

  /** The same as a path; a bucket alone is its root. */
  Path path(int index) {
    URI uri = uri(index);
    return new Path(uri.getRawPath().isEmpty() ? uri.resolve("/") : uri);
  }

  /**
   * Registers this connector where nobody has set another: {@code fs.s3a.impl} of Hadoop's own
   * defaults is S3A.
   */
  private static void register(Configuration conf, String scheme, String connector) {
    String key = "fs." + scheme + ".impl";
    String[] sources = conf.getPropertySources(key);
    boolean isDefault =
        sources == null || Arrays.stream(sources).allMatch(source -> source.endsWith(DEFAULTS));
    if (isDefault && conf.getClassByNameOrNull(connector) != null) {
      conf.set(key, connector);
    }
  }

  /** Of {@code core-site.xml}, of Spark if spark-submit started us, and of {@code --conf}. */
  Configuration configuration() {
    Configuration conf = new Configuration();
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith(SPARK)) {
                conf.set(hadoops(key.toString()), value.toString());
              }
            });
    settings.forEach(conf::set);
    register(conf, "oci", "io.github.seekwell.oci.OciFileSystem");
    register(conf, "s3a", "io.github.seekwell.s3.S3FileSystem");
    register(conf, "s3", "io.github.seekwell.s3.S3FileSystem");
    return conf;
  }

  private static String hadoops(String key) {
    return key.startsWith(SPARK) ? key.substring(SPARK.length()) : key;
  }
}
