package io.github.seekwell.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the JVM we run on can be asked past its cache: in a JVM of its own, with a name that
 * moves.
 */
final class JvmCacheIT {

  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void movedName_isSeenByTheResolver_whileTheJvmStillBelievesTheOldAnswer() throws Exception {
    Path out = folder.resolve("out");
    Path hosts = folder.resolve("hosts");
    Asker.write(hosts, "127.0.0.1");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Asker.class.getName(),
                hosts.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(jvm.waitFor(50, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(Files.readAllLines(out))
        .containsExactly("127.0.0.1 [ab.1/127.0.0.1]", "127.0.0.1 [ab.1/127.0.0.2]");
  }

  /** Asks before and after the move: first the JVM as everybody does, then the resolver. */
  static final class Asker {

    private Asker() {}

    public static void main(String[] args) throws IOException {
      SystemResolver resolver = new SystemResolver(1);
      tell(resolver);
      write(Path.of(args[0]), "127.0.0.2");
      tell(resolver);
    }

    private static void tell(SystemResolver resolver) throws IOException {
      String plain = InetAddress.getByName("ab.1").getHostAddress();
      System.out.println(plain + " " + resolver.ask("ab.1"));
    }

    /** Two letters have four spellings; the JVM minds the case in this file, so all are there. */
    static void write(Path hosts, String address) throws IOException {
      Files.writeString(hosts, address + " ab.1 Ab.1 aB.1 AB.1\n", StandardCharsets.UTF_8);
    }
  }
}
