package io.github.seekwell.benchmarks.report;

import io.github.seekwell.benchmarks.command.WholeFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** The white paper on which charts are drawn, and how it becomes a file. */
public final class Picture {
  public static final int WIDTH = 1280;
  public static final int MARGIN = 24;

  /** How high {@link #title} is. */
  public static final int TITLE = 60;

  private Picture() {}

  /** A picture so high. */
  public static BufferedImage draw(int height, Consumer<Graphics2D> drawing) {
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, height);
      drawing.accept(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  /** A headline, and a line of smaller letters. */
  public static void title(Graphics2D g, int y, String headline, String line) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    g.drawString(headline, MARGIN, y + 30);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    g.drawString(line, MARGIN, y + 50);
  }

  /** Writes it as PNG, and says where; a JDK without font libraries still has the numbers. */
  public static void write(Path file, Supplier<BufferedImage> picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture.get(), "png", bytes);
    } catch (LinkageError | InternalError e) {
      System.err.println("no picture, this JDK cannot draw text: " + e);
      return;
    }
    WholeFile.write(file, bytes.toByteArray());
    System.err.println("picture: " + file.toAbsolutePath());
  }
}
