package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Content;
import java.util.Optional;
import java.util.function.Consumer;

/** A document on its way out, element by element. */
final class S3Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  private S3Xml() {}

  /** A whole answer with the service's namespace. */
  static Answer answer(int status, String root, Consumer<S3Xml> content) {
    return answer(status, root, NAMESPACE, content);
  }

  /** A whole answer; errors have no namespace, which is what an empty one stands for. */
  static Answer answer(int status, String root, String namespace, Consumer<S3Xml> content) {
    S3Xml xml = new S3Xml();
    String attribute = namespace.isEmpty() ? "" : " xmlns=\"" + namespace + "\"";
    xml.text.append('<').append(root).append(attribute).append('>');
    content.accept(xml);
    xml.text.append("</").append(root).append('>');
    return Answer.of(status)
        .header("Content-Type", "application/xml")
        .body(Content.of(xml.text.toString()));
  }

  S3Xml element(String name, Consumer<S3Xml> content) {
    text.append('<').append(name).append('>');
    content.accept(this);
    text.append("</").append(name).append('>');
    return this;
  }

  S3Xml text(String name, Object value) {
    text.append('<').append(name).append('>');
    escape(String.valueOf(value));
    text.append("</").append(name).append('>');
    return this;
  }

  S3Xml text(String name, Optional<?> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  S3Xml content(String value) {
    escape(value);
    return this;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> {
          if (c < ' ') {
            // As the service does, though no XML 1.0 parser takes most of these.
            text.append("&#").append((int) c).append(';');
          } else {
            text.append(c);
          }
        }
      }
    }
  }
}
