package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuietlyTest {
  private final String what = "do " + UUID.randomUUID();

  @Test
  void news_areNewsOnce_inAllClassLoadersOfTheJvm() throws Exception {
    final boolean here = Quietly.isNews(what);
    final boolean there;
    final URL[] classes = {Quietly.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader other = new OwnFirst(classes, Quietly.class.getClassLoader())) {
      final Class<?> twin = other.loadClass(Quietly.class.getName());
      assertThat(twin).isNotSameAs(Quietly.class);
      final var asked = twin.getDeclaredMethod("isNews", String.class);
      asked.setAccessible(true);
      there = (boolean) asked.invoke(null, what);
    }

    assertThat(here).isTrue();
    assertThat(there).isFalse();
  }

  @Test
  void whatFailsInGoodOrder_isNoNews() {
    Quietly.runUnless(
        () -> true,
        what,
        () -> {
          throw new IOException("the driver has gone");
        });

    assertThat(Quietly.isNews(what)).isTrue();
  }

  @Test
  void whatFailsBeforeTheEnd_isComplainedOf() {
    Quietly.runUnless(
        () -> false,
        what,
        () -> {
          throw new IOException("the driver has gone");
        });

    assertThat(Quietly.isNews(what)).isFalse();
  }

  @Test
  void causeOfSeveralFailures_isNewsOnce() {
    Quietly.run(
        what,
        () -> {
          throw new IOException("no " + what);
        });

    assertThat(Quietly.isNewCause(new IOException("no " + what))).isFalse();
    assertThat(Quietly.isNewCause(new IOException("nobody for " + what))).isTrue();
  }

  @Test
  void interrupt_staysOne() {
    Quietly.attempt(
        what,
        () -> {
          throw new InterruptedException();
        });

    assertThat(Thread.interrupted()).isTrue();
  }

  /** Loads our own classes itself, as Spark does for its executor in local mode. */
  private static final class OwnFirst extends URLClassLoader {

    OwnFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return name.startsWith("io.github.seekwell.spark.") ? findClass(name) : super.loadClass(name);
    }
  }
}
