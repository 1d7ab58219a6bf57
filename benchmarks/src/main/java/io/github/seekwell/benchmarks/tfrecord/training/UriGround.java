package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Cost;
import io.github.seekwell.benchmarks.tfrecord.TfRecordJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * A store anywhere, with the folders that the job has written: new to each JVM, though maybe not to
 * the store. Nobody counts there.
 */
final class UriGround implements Ground {
  private static final String S3 = "s3://";
  private static final String OUR_S3 = "io.github.seekwell.s3.S3FileSystem";

  private final String root;
  private final Map<String, String> settings;

  /**
   * @param root as the job was given it
   * @param settings Hadoop's that lead there
   */
  UriGround(String root, Map<String, String> settings) {
    this.root = root;
    this.settings = Map.copyOf(settings);
  }

  @Override
  public Map<String, String> settings(Contestant contestant) {
    Map<String, String> all = new HashMap<>(settings);
    if (root.startsWith(S3)) {
      all.put("fs.s3.impl", OUR_S3);
    }
    return all;
  }

  /** S3A reads {@code s3://} under its own scheme only. */
  private String rootFor(Contestant contestant) {
    return root.startsWith(S3) && !contestant.client().ours()
        ? "s3a://" + root.substring(S3.length())
        : root;
  }

  @Override
  public Scene warmUp(Contestant contestant, int number) {
    return scene(contestant, TfRecordJob.WARM_UP + number);
  }

  @Override
  public Scene all(Contestant contestant) {
    return scene(contestant, TfRecordJob.RECORDS);
  }

  private Scene scene(Contestant contestant, String folder) {
    String uri = new Path(rootFor(contestant), folder).toUri().toString(); // with %20 for a blank
    return new Scene(uri, List.of());
  }

  @Override
  public void clear(Scene scene) {
    // Others read it too; who has started us removes it.
  }

  @Override
  public void deserted() {
    // It cannot be known.
  }

  @Override
  public void reset(long seed) {
    // Latencies are its own.
  }

  @Override
  public Cost cost() {
    return new Cost(0, 0, 0);
  }
}
