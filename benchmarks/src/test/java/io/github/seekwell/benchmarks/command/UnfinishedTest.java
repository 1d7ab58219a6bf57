package io.github.seekwell.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class UnfinishedTest {
  private final AtomicInteger deletes = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);

  /** As when Ctrl-C ends Spark: the job's thread fails and tidies up while the JVM ends. */
  @Test
  void whoComesSecond_waitsForTheRemovalUnderWay_andHasNothingToDo() throws Exception {
    Unfinished unfinished = watch(go);
    Thread first = new Thread(unfinished::discard);
    Thread second = new Thread(unfinished::discard);
    first.start();
    Await.until("a removal", () -> deletes.get() == 1);
    second.start();

    Await.until("the other waits", () -> second.getState() == Thread.State.BLOCKED);
    go.countDown();
    first.join();
    second.join();

    assertThat(deletes).hasValue(1);
  }

  @Test
  void removalThatFailed_isTriedAgainAtTheEndOfTheJvm() throws IOException {
    Unfinished unfinished = watch(null);

    unfinished.discard();
    unfinished.discard();
    unfinished.discard();

    assertThat(deletes).as("one that failed, one that did not").hasValue(2);
  }

  /**
   * @param gate that a removal waits for; without one the first fails
   */
  private Unfinished watch(@org.jspecify.annotations.Nullable CountDownLatch gate)
      throws IOException {
    FileSystem slow =
        new FilterFileSystem(FileSystem.getLocal(new Configuration())) {
          @Override
          public boolean delete(Path path, boolean recursive) throws IOException {
            int number = deletes.incrementAndGet();
            if (gate == null && number == 1) {
              throw new IOException("not now");
            }
            try {
              return gate == null || gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    return Unfinished.watch("test", slow, List.of(new Path("/nowhere")));
  }
}
