package io.github.seekwell.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemes this jar serves, made known to every {@code Configuration} of the JVM.
 *
 * <p>Each scheme has a small XML file beside this class, which is added to Hadoop's default
 * resources. A {@code Configuration} looks it up through its own class loader, and so finds it
 * exactly where it would find the file system's class. Default resources load in the order of
 * addition: ours would win over {@code core-site.xml}, so a scheme that somebody has set there, or
 * in Spark's settings, is left alone. Hadoop's own {@code core-default.xml}, which claims {@code
 * s3a} for everybody, does not count as somebody.
 */
final class Schemes {
  private static final Logger LOG = LoggerFactory.getLogger(Schemes.class);

  /** Comma-separated schemes to register; without it, all that the jar has a connector for. */
  static final String SETTING = "spark.seekwell.schemes";

  private static final String HADOOP_PREFIX = "spark.hadoop.";
  private static final String HADOOP_DEFAULTS = "core-default.xml";

  private static final List<Scheme> KNOWN =
      List.of(
          new Scheme("oci", "io.github.seekwell.oci.OciFileSystem", "io.github.seekwell.oci.Oci"),
          new Scheme("s3a", "io.github.seekwell.s3.S3FileSystem", "io.github.seekwell.s3.S3A"),
          new Scheme("s3", "io.github.seekwell.s3.S3FileSystem", "io.github.seekwell.s3.S3"));

  private Schemes() {}

  /**
   * Registers what the settings ask for and nobody else has claimed.
   *
   * @return the schemes that are ours now
   */
  static List<String> register(SparkConf spark) {
    final Configuration hadoop = new Configuration();
    hadoop.setClassLoader(Schemes.class.getClassLoader());
    final List<String> ours = new ArrayList<>();
    for (Scheme scheme : wanted(spark)) {
      if (scheme.claimedByOthers(spark, hadoop)) {
        LOG.info("Seekwell leaves {}:// to whom the settings gave it", scheme.name());
      } else {
        Configuration.addDefaultResource(scheme.resource());
        ours.add(scheme.name());
      }
    }
    return ours;
  }

  /** Whether we have a connector for it, whoever serves it here. */
  static boolean known(String scheme) {
    return KNOWN.stream().anyMatch(each -> each.name().equals(scheme));
  }

  private static List<Scheme> wanted(SparkConf spark) {
    if (!spark.contains(SETTING)) {
      return KNOWN.stream().filter(Scheme::present).toList();
    }
    final Set<String> names =
        Set.copyOf(
            Arrays.asList(spark.get(SETTING).trim().toLowerCase(Locale.ROOT).split("[\\s,]+")));
    for (String name : names) {
      if (!name.isEmpty()
          && KNOWN.stream().noneMatch(s -> s.serves(name))
          && Quietly.isNews("serve " + name)) {
        LOG.warn("Seekwell has no connector for {}:// ({})", name, SETTING);
      }
    }
    return KNOWN.stream().filter(s -> names.contains(s.name()) && s.present()).toList();
  }

  /** One scheme and its two classes. */
  private record Scheme(String name, String fileSystem, String abstractFileSystem) {

    boolean present() {
      return Schemes.class.getClassLoader().getResource(fileSystem.replace('.', '/') + ".class")
          != null;
    }

    boolean serves(String other) {
      return name.equals(other) && present();
    }

    String resource() {
      return "io/github/seekwell/spark/" + name + "-default.xml";
    }

    /** One connector serves a scheme through both doors: whoever has one of them has both. */
    boolean claimedByOthers(SparkConf spark, Configuration hadoop) {
      return claimed("fs." + name + ".impl", fileSystem, spark, hadoop)
          || claimed("fs.AbstractFileSystem." + name + ".impl", abstractFileSystem, spark, hadoop);
    }

    private static boolean claimed(String key, String ours, SparkConf spark, Configuration hadoop) {
      if (spark.contains(HADOOP_PREFIX + key)) {
        return !ours.equals(spark.get(HADOOP_PREFIX + key).trim());
      }
      final String theirs = hadoop.getTrimmed(key);
      if (theirs == null || theirs.equals(ours)) {
        return false;
      }
      final String[] sources = hadoop.getPropertySources(key);
      return sources == null || !HADOOP_DEFAULTS.equals(sources[0]);
    }
  }
}
