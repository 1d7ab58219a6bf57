package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class that a user wrote for Oracle's connector, compiled against the SDK under its own name,
 * signs the requests of the one jar, in which the SDK has another.
 */
class OwnAuthenticatorIT {
  private static final String AUTHENTICATOR =
      """
      package org.example;

      import com.oracle.bmc.auth.AuthCachingPolicy;
      import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
      import com.oracle.bmc.auth.RefreshableOnNotAuthenticatedProvider;
      import java.io.IOException;
      import java.io.InputStream;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.apache.hadoop.conf.Configuration;

      @AuthCachingPolicy(cacheKeyId = false, cachePrivateKey = false)
      public class Mine
          implements BasicAuthenticationDetailsProvider,
              RefreshableOnNotAuthenticatedProvider<String> {
        private final Configuration conf;
        private boolean refreshed;

        public Mine(Configuration conf) {
          this.conf = conf;
        }

        public String getKeyId() {
          return refreshed ? conf.get("org.example.key-id") : "ocid1/stale/key";
        }

        public InputStream getPrivateKey() {
          try {
            return Files.newInputStream(Path.of(conf.get("org.example.pem")));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        public String getPassPhrase() {
          return null;
        }

        public char[] getPassphraseCharacters() {
          return null;
        }

        public String refresh() {
          refreshed = true;
          return getKeyId();
        }
      }
      """;

  private static final String PROGRAM =
      """
      package org.example;

      import java.net.URI;
      import org.apache.hadoop.conf.Configuration;
      import org.apache.hadoop.fs.FSDataOutputStream;
      import org.apache.hadoop.fs.FileSystem;
      import org.apache.hadoop.fs.Path;

      public class Program {
        public static void main(String[] args) throws Exception {
          Configuration conf = new Configuration();
          for (int i = 1; i + 1 < args.length; i += 2) {
            conf.set(args[i], args[i + 1]);
          }
          conf.set("fs.oci.impl", "io.github.seekwell.oci.OciFileSystem");
          conf.set("fs.oci.client.custom.authenticator", "org.example.Mine");
          Path file = new Path(args[0], "f");
          try (FileSystem fs = FileSystem.newInstance(URI.create(args[0]), conf)) {
            try (FSDataOutputStream out = fs.create(file)) {
              out.write(new byte[1234]);
            }
            System.out.println("length=" + fs.getFileStatus(file).getLen());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void classWrittenForOraclesConnector_signsTheRequestsOfTheOneJar() throws Exception {
    List<Path> hadoop = OneJar.jars("hadoop/" + OneJar.property("hadoop.version"));
    List<Path> others = new ArrayList<>(hadoop);
    others.addAll(sdk());
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes, others, Map.of("Mine", AUTHENTICATOR, "Program", PROGRAM));
    List<Path> classPath = new ArrayList<>(List.of(OneJar.path(), classes));
    classPath.addAll(others);
    classPath.addAll(OneJar.jars("logging"));

    try (OciWorld world = OciWorld.start(folder, store -> store)) {
      Map<String, String> key = world.settings();
      String keyId =
          key.get("fs.oci.client.auth.tenantId")
              + "/"
              + key.get("fs.oci.client.auth.userId")
              + "/"
              + key.get("fs.oci.client.auth.fingerprint");
      Program.Finished finished =
          Program.java(
                  classPath,
                  "org.example.Program",
                  List.of(
                      world.at("own"),
                      "fs.oci.client.hostname",
                      key.get("fs.oci.client.hostname"),
                      "org.example.key-id",
                      keyId,
                      "org.example.pem",
                      key.get("fs.oci.client.auth.pemfilepath")))
              .run(folder.resolve("log"), Duration.ofSeconds(90));

      assertThat(finished.successful().answers()).containsEntry("length", "1234");
    }
  }

  /** The SDK under its own name, from where the tests have it. */
  private static List<Path> sdk() {
    return List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
        .filter(entry -> entry.contains("oci-java-sdk-common"))
        .map(Path::of)
        .toList();
  }

  private static void compile(Path into, List<Path> classPath, Map<String, String> sources)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SimpleJavaFileObject> files = new ArrayList<>();
    sources.forEach(
        (name, text) ->
            files.add(
                new SimpleJavaFileObject(
                    URI.create("string:///org/example/" + name + ".java"),
                    javax.tools.JavaFileObject.Kind.SOURCE) {
                  @Override
                  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return text;
                  }
                }));
    StringWriter told = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            into.toString(),
            "-cp",
            classPath.stream()
                .map(Path::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator)));
    assertThat(compiler.getTask(told, null, null, options, null, files).call())
        .as(told.toString())
        .isTrue();
  }
}
