package io.github.seekwell.core.testing;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The observer's side channel under {@code /~emulator/}, for whoever runs the emulator in a process
 * of its own. Its requests are neither delayed nor logged nor counted, and no fault meets them.
 *
 * <ul>
 *   <li>{@code GET stats} the counters
 *   <li>{@code GET log} the latest requests, JSON lines
 *   <li>{@code POST reset} forgets both; with {@code ?seed=N} times to first byte begin the row of
 *       that seed
 *   <li>{@code POST share?bucket=B&from=KEY&to=KEY&size=N} makes an object of that size of the
 *       first bytes of another; nothing is copied. With {@code &tail=HEX} it ends in these bytes
 *   <li>{@code POST remove?bucket=B&key=KEY}
 * </ul>
 */
final class AdminDoor {
  private static final String PREFIX = "/~emulator/";

  private final RequestLog log;
  private final LatencyModel.Sampler sampler;
  private final StoredObjects objects;

  AdminDoor(RequestLog log, LatencyModel.Sampler sampler, StoredObjects objects) {
    this.log = log;
    this.sampler = sampler;
    this.objects = objects;
  }

  static boolean leadsHere(String target) {
    return target.startsWith(PREFIX);
  }

  Answer answer(Request request) {
    String what = request.method() + " " + request.rawPath().substring(PREFIX.length());
    switch (what) {
      case "GET stats":
        return Answer.json(200, json(log.counters()));
      case "GET log":
        return Answer.of(200).header("Content-Type", "application/jsonl").body(Content.of(lines()));
      case "POST reset":
        log.reset();
        request.parameter("seed").ifPresent(seed -> sampler.restart(Long.parseLong(seed)));
        return Answer.of(204);
      case "POST share":
        return share(request);
      case "POST remove":
        return objects.remove(need(request, "bucket"), need(request, "key")).isPresent()
            ? Answer.of(204)
            : Answer.of(404);
      default:
        return Answer.json(404, "{\"message\":" + quote("no such door: " + what) + "}");
    }
  }

  private Answer share(Request request) {
    String bucket = need(request, "bucket");
    Optional<StoredObject> from = objects.get(bucket, need(request, "from"));
    if (from.isEmpty()) {
      return Answer.of(404);
    }
    long size = Long.parseLong(need(request, "size"));
    byte[] tail = HexFormat.of().parseHex(request.parameter("tail").orElse(""));
    Content beginning = from.get().content().slice(0, size - tail.length);
    objects.put(bucket, need(request, "to"), Content.join(List.of(beginning, Content.of(tail))));
    return Answer.of(204);
  }

  private static String need(Request request, String name) {
    return request
        .parameter(name)
        .orElseThrow(() -> new IllegalArgumentException("no " + name + " for the door"));
  }

  private static String json(RequestLog.Counters counters) {
    String requests =
        counters.requests().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> quote(entry.getKey()) + ":" + entry.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return "{\"requests\":%s,\"bytesSent\":%d,\"bytesReceived\":%d,\"connectionsOpened\":%d,\"connectionsOpen\":%d,\"answersWaiting\":%d}"
        .formatted(
            requests,
            counters.bytesSent(),
            counters.bytesReceived(),
            counters.connectionsOpened(),
            counters.connectionsOpen(),
            counters.answersWaiting());
  }

  private String lines() {
    return log.requests().stream().map(line -> json(line) + "\n").collect(Collectors.joining());
  }

  private static String json(LoggedRequest line) {
    String headers =
        line.headers().entrySet().stream()
            .map(entry -> quote(entry.getKey()) + ":" + quote(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    return "{\"sequence\":%d,\"time\":%s,\"address\":%s,\"connection\":%d,\"method\":%s,\"path\":%s,\"operation\":%s,\"bucket\":%s,\"key\":%s,\"range\":%s,\"status\":%d,\"bytes\":%d,\"requestId\":%s,\"headers\":%s}"
        .formatted(
            line.sequence(),
            quote(line.time().toString()),
            quote(line.address()),
            line.connection(),
            quote(line.method()),
            quote(line.path()),
            quote(line.operation()),
            quote(line.bucket()),
            quote(line.key()),
            quote(line.range()),
            line.status(),
            line.bytes(),
            quote(line.requestId()),
            headers);
  }

  /** A JSON string. Written by hand, since this module has no JSON library. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
