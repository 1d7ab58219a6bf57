package io.github.seekwell.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;

/** The embedded store's door for observers. */
public final class StoreDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final int LOOK_MILLIS = 25;
  private static final int QUIET_LOOKS = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI endpoint;
  private final String bucket;

  StoreDoor(URI endpoint, String bucket) {
    this.endpoint = endpoint;
    this.bucket = bucket;
  }

  /** A door for who only counts, and knows no object. */
  public static StoreDoor counting(URI endpoint) {
    return new StoreDoor(endpoint, "");
  }

  /** Forgets what was counted, and begins the row of latencies of that seed. */
  public void reset(long seed) throws IOException, InterruptedException {
    ask("POST", "reset?seed=" + seed);
  }

  /** Makes an object of the first bytes of another and an end of its own. */
  public void share(String from, String to, long size, byte[] tail)
      throws IOException, InterruptedException {
    String hex = HexFormat.of().formatHex(tail);
    ask(
        "POST",
        "share?bucket=%s&from=%s&to=%s&size=%d&tail=%s".formatted(bucket, from, to, size, hex));
  }

  public void remove(String key) throws IOException, InterruptedException {
    ask("POST", "remove?bucket=%s&key=%s".formatted(bucket, key));
  }

  /** What has been counted, once nothing more is on its way. */
  public Cost settled() throws IOException, InterruptedException {
    JsonNode last = stats();
    int quiet = 0;
    for (long end = System.nanoTime() + SETTLING.toNanos();
        quiet < QUIET_LOOKS && System.nanoTime() < end; ) {
      Thread.sleep(LOOK_MILLIS);
      JsonNode now = stats();
      quiet = now.equals(last) && now.get("answersWaiting").asLong() == 0 ? quiet + 1 : 0;
      last = now;
    }
    long requests = 0;
    for (JsonNode count : last.get("requests")) {
      requests += count.asLong();
    }
    return new Cost(
        requests, last.get("bytesSent").asLong(), last.get("connectionsOpened").asLong());
  }

  /** Bytes sent so far, whatever is on its way. */
  public long bytesSent() throws IOException, InterruptedException {
    return stats().get("bytesSent").asLong();
  }

  /** Waits until clients have closed their connections; whether they have. */
  public boolean deserted() throws IOException, InterruptedException {
    for (long end = System.nanoTime() + SETTLING.toNanos(); System.nanoTime() < end; ) {
      if (stats().get("connectionsOpen").asLong() == 0) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private JsonNode stats() throws IOException, InterruptedException {
    return json.readTree(ask("GET", "stats"));
  }

  private String ask(String method, String what) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(endpoint.resolve("/~emulator/" + what))
                .method(method, BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(endpoint + " answered " + response.statusCode() + " to " + what);
    }
    return response.body();
  }
}
