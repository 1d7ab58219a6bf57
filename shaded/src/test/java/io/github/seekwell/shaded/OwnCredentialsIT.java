package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names that users write into {@code fs.s3a.aws.credentials.provider} mean the same in the one jar,
 * in which the AWS SDK has other names: Hadoop's, those of both SDKs, and a class of the user's own
 * that was compiled against the SDK under its own name.
 */
class OwnCredentialsIT {
  private static final String PROVIDER =
      """
      package org.example;

      import java.net.URI;
      import org.apache.hadoop.conf.Configuration;
      import software.amazon.awssdk.auth.credentials.AwsCredentials;
      import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
      import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

      public class Mine implements AwsCredentialsProvider {
        private final String key;

        public Mine(URI uri, Configuration conf) {
          key = conf.get("fs.s3a.org.example.key");
        }

        public AwsCredentials resolveCredentials() {
          return AwsSessionCredentials.create(key, "own secret", "own token");
        }
      }
      """;

  private static final String PROGRAM =
      """
      package org.example;

      import java.net.URI;
      import org.apache.hadoop.conf.Configuration;
      import org.apache.hadoop.fs.FileSystem;
      import org.apache.hadoop.fs.Path;

      public class Program {
        public static void main(String[] args) throws Exception {
          System.setProperty("aws.accessKeyId", "PROPERTY");
          System.setProperty("aws.secretAccessKey", "secret of the property");
          Configuration conf = new Configuration();
          conf.set("fs.s3a.impl", "io.github.seekwell.s3.S3FileSystem");
          conf.set("fs.s3a.endpoint", args[0]);
          conf.set("fs.s3a.access.key", "SETTING");
          conf.set("fs.s3a.secret.key", "secret of the setting");
          conf.set("fs.s3a.bucket.own.org.example.key", "OWN");
          String provider = ".aws.credentials.provider";
          conf.set("fs.s3a.bucket.own" + provider, "org.example.Mine");
          conf.set(
              "fs.s3a.bucket.hadoop" + provider,
              "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
          conf.set(
              "fs.s3a.bucket.first" + provider,
              "com.amazonaws.auth.SystemPropertiesCredentialsProvider");
          conf.set(
              "fs.s3a.bucket.second" + provider,
              "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider");
          conf.set(
              "fs.s3a.bucket.chain" + provider,
              "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
          for (String bucket : new String[] {"own", "hadoop", "first", "second", "chain"}) {
            try (FileSystem fs = FileSystem.newInstance(URI.create("s3a://" + bucket), conf)) {
              System.out.println(bucket + "=" + fs.exists(new Path("s3a://" + bucket + "/f")));
            }
          }
        }
      }
      """;

  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");
  private static final byte[] NOTHING =
      "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>"
          .getBytes();

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void namesThatUsersWrite_meanTheSameInTheOneJar() throws Exception {
    List<Path> others = new ArrayList<>(OneJar.jars("hadoop/" + OneJar.property("hadoop.version")));
    others.addAll(sdk());
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes, others, Map.of("Mine", PROVIDER, "Program", PROGRAM));
    List<Path> classPath = new ArrayList<>(List.of(OneJar.path(), classes));
    classPath.addAll(others);
    classPath.addAll(OneJar.jars("logging"));

    Map<String, String> signedBy = new ConcurrentHashMap<>();
    HttpServer store =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext(
        "/",
        exchange -> {
          String authorization = "" + exchange.getRequestHeaders().getFirst("Authorization");
          Matcher key = KEY.matcher(authorization);
          String bucket = exchange.getRequestURI().getPath().split("/")[1];
          String token = exchange.getRequestHeaders().getFirst("x-amz-security-token");
          signedBy.put(
              bucket, (key.find() ? key.group(1) : "") + (token == null ? "" : " " + token));
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(head ? 404 : 200, head ? -1 : NOTHING.length);
          if (!head) {
            exchange.getResponseBody().write(NOTHING);
          }
          exchange.close();
        });
    store.start();
    try {
      Program.Finished finished =
          Program.java(
                  classPath,
                  "org.example.Program",
                  List.of("http://127.0.0.1:" + store.getAddress().getPort()))
              .run(folder.resolve("log"), Duration.ofSeconds(90));

      assertThat(finished.successful().answers()).containsEntry("own", "false");
      assertThat(signedBy)
          .containsEntry("own", "OWN own token")
          .containsEntry("hadoop", "SETTING")
          .containsEntry("first", "PROPERTY")
          .containsEntry("second", "PROPERTY")
          .containsEntry("chain", "PROPERTY");
    } finally {
      store.stop(0);
    }
  }

  /** The SDK under its own name, from where the tests have it. */
  private static List<Path> sdk() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("awssdk"))
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
                    JavaFileObject.Kind.SOURCE) {
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
            classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    assertThat(compiler.getTask(told, null, null, options, null, files).call())
        .as(told.toString())
        .isTrue();
  }
}
