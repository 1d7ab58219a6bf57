package io.github.seekwell.benchmarks.summary;

import java.util.Base64;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Words, tables and pictures as HTML. */
final class Html {
  /** A page's title and a job's name stand above what a job has written. */
  private static final int LEVELS_ABOVE = 2;

  private static final int LOWEST_LEVEL = 6;
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(TABLES).escapeHtml(true).build();

  private Html() {}

  static String text(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Markdown with tables. */
  static String markdown(String words) {
    Node page = PARSER.parse(words);
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            heading.setLevel(Math.min(LOWEST_LEVEL, heading.getLevel() + LEVELS_ABOVE));
          }
        });
    return RENDERER.render(page);
  }

  static String preformatted(String words) {
    return "<pre>" + text(words) + "</pre>\n";
  }

  /**
   * A picture within the page itself.
   *
   * @param type such as image/png
   */
  static String picture(String name, String type, byte[] bytes) {
    return "<img alt=\"%s\" src=\"data:%s;base64,%s\">\n"
        .formatted(text(name), type, Base64.getEncoder().encodeToString(bytes));
  }

  /** What is folded away until somebody wants it. */
  static String folded(String title, String html) {
    return "<details><summary>%s</summary>\n%s</details>\n".formatted(text(title), html);
  }
}
