package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.report.Picture;
import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Latency;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DimuonPictureTest {
  private static final int BAR = 0x3b6ea5;
  private static final int MARK = 0xb5392e;

  @Test
  void picture_showsBarsAndTheMarkedPeak(@TempDir Path folder) throws Exception {
    DimuonCounts counts = new DimuonCounts();
    counts.masses().add(91, 1000);
    StoreCost cost =
        new StoreCost(
            "the store",
            List.of(new Figure("requests", 12, StoreCost.Unit.COUNT)),
            List.of(new Latency("get", 12, 30, 55, 70, 81)));
    Path file = folder.resolve("dimuon.png");

    Picture.write(file, new DimuonPicture(counts, List.of(cost))::draw);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(1280);
    assertThat(pixels(image, BAR)).as("bars, left and right").isGreaterThan(2000);
    assertThat(pixels(image, MARK)).as("the mark").isGreaterThan(100);
  }

  @Test
  void fittedPeak_isDrawnAsALineOverTheBars() {
    DimuonCounts counts = new DimuonCounts();
    Lines.addTo(counts.masses(), 91.2, 3.5, 1000, 20, 0);

    BufferedImage image = new DimuonPicture(counts, List.of()).draw();

    // The mark is a dashed line of one place; the fitted one reaches over the whole peak.
    assertThat(columns(image, MARK)).isGreaterThan(300);
  }

  @Test
  void emptySpectrum_isDrawnWithoutBars() {
    BufferedImage image = new DimuonPicture(new DimuonCounts(), List.of()).draw();

    assertThat(pixels(image, BAR)).isZero();
  }

  private static int columns(BufferedImage image, int colour) {
    int columns = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if ((image.getRGB(x, y) & 0xffffff) == colour) {
          columns++;
          break;
        }
      }
    }
    return columns;
  }

  private static int pixels(BufferedImage image, int colour) {
    int pixels = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xffffff) == colour) {
          pixels++;
        }
      }
    }
    return pixels;
  }
}
