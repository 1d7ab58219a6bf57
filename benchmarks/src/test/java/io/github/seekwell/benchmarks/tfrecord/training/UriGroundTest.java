package io.github.seekwell.benchmarks.tfrecord.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.replay.Client;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UriGroundTest {
  private static final Contestant OURS = contestant(Client.OURS);
  private static final Contestant S3A = contestant("s3a-3.5.0");

  @Test
  void folderWithBlanks_isAUri() {
    UriGround ground = new UriGround("s3a://bucket/my folder/run", Map.of());

    assertThat(URI.create(ground.all(OURS).folder()).getPath())
        .isEqualTo("/my folder/run/tfrecord");
  }

  @Test
  void s3_isS3aForThePeers() {
    UriGround ground = new UriGround("s3://bucket/run", Map.of("fs.s3a.endpoint", "e"));

    assertThat(ground.all(OURS).folder()).isEqualTo("s3://bucket/run/tfrecord");
    assertThat(ground.warmUp(S3A, 2).folder()).isEqualTo("s3a://bucket/run/warm-up-2");
    assertThat(ground.settings(OURS)).containsKeys("fs.s3.impl", "fs.s3a.endpoint");
  }

  private static Contestant contestant(String name) {
    Client client =
        Client.of(Dialect.S3).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Contestant(name, client.sentence(), client, client.settings(), "1g");
  }
}
