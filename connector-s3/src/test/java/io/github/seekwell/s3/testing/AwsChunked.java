package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The framing S3 clients put round a body so that signatures and checksums can come within and
 * behind it. Nothing is copied: the data are slices of what came.
 */
final class AwsChunked {
  /** What a request says without its framing: trailers are headers among others. */
  record Unframed(Request request, Body body) {}

  private static final String SIGNATURE = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
  private static final int LONGEST_LINE = 4096;

  private final Request request;
  private final Content content;
  private final ChunkSeal seal;
  private final List<Content> data = new ArrayList<>();
  private long position;

  private AwsChunked(Request request, Content content, ChunkSeal seal) {
    this.request = request;
    this.content = content;
    this.seal = seal;
  }

  static boolean frames(Request request) {
    return request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")
        || request.header("Content-Encoding").orElse("").contains("aws-chunked");
  }

  /** Takes the framing off, and refuses what does not add up. */
  static Unframed unframe(Request request, Body body, ChunkSeal seal) {
    return new AwsChunked(request, body.content(), seal).unframe();
  }

  private Unframed unframe() {
    while (chunk()) {
      // Each call takes one chunk.
    }
    Request understood = trailers();
    Content whole = Content.join(data);
    String promised =
        request
            .header("x-amz-decoded-content-length")
            .orElseThrow(
                () ->
                    new S3Refusal(
                        411,
                        "MissingContentLength",
                        "You must provide the Content-Length HTTP header."));
    if (position != content.size() || !promised.equals("" + whole.size())) {
      throw incomplete();
    }
    return new Unframed(understood, Body.of(whole));
  }

  /** Whether more chunks follow this one. */
  private boolean chunk() {
    String head = line();
    int mark = head.indexOf(SIGNATURE);
    String signature = mark < 0 ? "" : head.substring(mark + SIGNATURE.length());
    long size = size(mark < 0 ? head : head.substring(0, mark));
    if (size > content.size() - position) {
      throw incomplete();
    }
    Content chunk = content.slice(position, size);
    seal.chunk(chunk, signature);
    if (size == 0) {
      return false;
    }
    data.add(chunk);
    position += size;
    if (!line().isEmpty()) {
      throw incomplete();
    }
    return true;
  }

  private static long size(String hex) {
    try {
      long size = Long.parseLong(hex, 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Refused below like a size that cannot be.
    }
    throw incomplete();
  }

  private Request trailers() {
    Request understood = request;
    StringBuilder lines = new StringBuilder();
    String signature = "";
    List<String> missing = new ArrayList<>(promised());
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw malformed();
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals(TRAILER_SIGNATURE)) {
        signature = value;
      } else if (missing.remove(name)) {
        lines.append(name).append(':').append(value).append('\n');
        understood = understood.withHeader(name, value);
      } else {
        throw malformed();
      }
    }
    if (!missing.isEmpty()) {
      throw malformed();
    }
    if (!lines.isEmpty()) {
      seal.trailer(lines.toString(), signature);
    }
    return understood;
  }

  private List<String> promised() {
    String names = request.header("x-amz-trailer").orElse("").toLowerCase(Locale.ROOT);
    return names.isBlank() ? List.of() : List.of(names.strip().split("\\s*,\\s*"));
  }

  /** The next line, without its end. */
  private String line() {
    int some = (int) Math.min(LONGEST_LINE, content.size() - position);
    String text =
        some <= 0 ? "" : new String(content.bytes(position, some), StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n");
    if (end < 0) {
      throw incomplete();
    }
    position += end + 2;
    return text.substring(0, end);
  }

  private static S3Refusal incomplete() {
    return new S3Refusal(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  private static S3Refusal malformed() {
    return new S3Refusal(
        400,
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.");
  }
}
