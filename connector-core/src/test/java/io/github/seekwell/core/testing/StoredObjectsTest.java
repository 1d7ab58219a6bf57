package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredObjectsTest {
  private final StoredObjects objects = StoredObjects.inMemory(Clock.systemUTC());

  @Test
  void overwriting_makesAnotherEtag() {
    String first = objects.put("b", "k", new byte[] {1}).etag();

    assertThat(objects.put("b", "k", new byte[] {1}).etag()).isNotEqualTo(first);
  }

  @Test
  void keys_areInTheOrderOfTheirUtf8Bytes() {
    List<String> keys = List.of("a", "a/", "a0", "z", "é", "\uFFFD", "\uD83D\uDE00");
    for (int i = keys.size() - 1; i >= 0; i--) {
      objects.put("b", keys.get(i), new byte[0]);
    }

    assertThat(objects.keys("b")).containsExactlyElementsOf(keys);
  }

  @Test
  void mountedFiles_areObjectsWithTheSameEtagInEveryRun(@TempDir Path directory)
      throws IOException {
    Files.createDirectories(directory.resolve("d/e"));
    Files.writeString(directory.resolve("d/e/f.root"), "muons");
    objects.mount("b", directory);
    StoredObjects again = StoredObjects.inMemory(Clock.systemUTC());
    again.mount("b", directory);
    StoredObject object = objects.get("b", "d/e/f.root").orElseThrow();

    assertThat(object.content().bytes()).isEqualTo("muons".getBytes(StandardCharsets.UTF_8));
    assertThat(again.get("b", "d/e/f.root").orElseThrow().etag()).isEqualTo(object.etag());
  }

  @Test
  void joinedContent_readsAcrossItsParts() {
    Content joined =
        Content.join(List.of(Content.of("ab"), Content.EMPTY, Content.of("cde"), Content.of("f")));

    assertThat(new String(joined.bytes(), StandardCharsets.UTF_8)).isEqualTo("abcdef");
    assertThat(new String(joined.slice(1, 4).bytes(1, 3), StandardCharsets.UTF_8)).isEqualTo("cde");
  }

  @Test
  void spooledBodies_areWholeAndGoneAfterClose(@TempDir Path directory) throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (StoredObjects spooling = StoredObjects.spoolingTo(directory, Clock.systemUTC())) {
      Spool spool = spooling.spool();
      for (int start = 0; start < bytes.length; start += 10_000) {
        spool.add(ByteBuffer.wrap(bytes, start, 10_000));
      }
      Body body = spool.finish();

      assertThat(body.content()).isInstanceOf(Content.File.class);
      assertThat(body.content().bytes()).isEqualTo(bytes);
      assertThat(body.md5Base64()).isEqualTo(objects.put("b", "k", bytes).md5());
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }
}
