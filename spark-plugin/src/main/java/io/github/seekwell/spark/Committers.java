package io.github.seekwell.spark;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who commits the output of jobs to the schemes that are ours.
 *
 * <p>Hadoop's {@code mapred-default.xml} gives {@code s3a} to the committers of S3A, which are a
 * class not found without hadoop-aws and refuse every file system but their own with it. Being a
 * default resource that is loaded late, it would win over one of ours; so this is set where Spark's
 * jobs copy their settings from.
 */
final class Committers {
  private static final Logger LOG = LoggerFactory.getLogger(Committers.class);

  private static final String FACTORY = "mapreduce.outputcommitter.factory.scheme.";
  private static final String OF_S3A = "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory";
  private static final String OF_FILES =
      "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory";

  /** Where all factories live whose committers insist on S3A's own file system. */
  private static final String ONLY_FOR_S3A = "org.apache.hadoop.fs.s3a.commit.";

  private static final String HADOOP_DEFAULTS = "mapred-default.xml";

  private Committers() {}

  /**
   * Has these schemes committed as files are, unless somebody has chosen a committer that could
   * serve them. Whoever has chosen one of S3A's is told.
   *
   * @param conf of the SparkContext, which is changed
   */
  static void choose(List<String> schemes, Configuration conf) {
    for (String scheme : schemes) {
      final String key = FACTORY + scheme;
      // Null, because mapred-default.xml is read when the first job is made.
      final String chosen = conf.getTrimmed(key, scheme.equals("s3a") ? OF_S3A : "");
      if (chosen.startsWith(ONLY_FOR_S3A)) {
        if (byHadoopItself(key, conf)) {
          LOG.debug("{} is for S3A alone; {}:// is committed as files", chosen, scheme);
        } else {
          LOG.warn("{}={} is for S3A alone; {}:// is committed as files", key, chosen, scheme);
        }
        conf.set(key, OF_FILES, "Seekwell");
      }
    }
  }

  private static boolean byHadoopItself(String key, Configuration conf) {
    final String[] sources = conf.getPropertySources(key);
    return sources == null || sources.length == 0 || sources[0].equals(HADOOP_DEFAULTS);
  }
}
