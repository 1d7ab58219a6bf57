package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.replay.StoreModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Puts together what runs of {@link ScaleJob} have left in a folder: {@code scale.md}, {@code
 * scale.csv} and {@code scale.png}, each written in one step. Called by {@code benchmarks/run
 * scale}, which tells the options.
 */
public final class Scale {
  private static final int NOT_TAKEN = 2;

  private Scale() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    try {
      write(
          new LineModel(
              new StoreModel(
                  Integer.parseInt(need(options, "--first-byte-ms")),
                  Double.parseDouble(need(options, "--sigma")),
                  Integer.parseInt(need(options, "--new-connection-ms")),
                  Integer.parseInt(need(options, "--connection-mbps"))),
              Integer.parseInt(need(options, "--total-mbps"))),
          Path.of(need(options, "--runs")),
          Path.of(need(options, "--output")),
          need(options, "--command"));
    } catch (IllegalArgumentException e) {
      System.err.println("scale: " + e.getMessage());
      System.exit(NOT_TAKEN);
    }
  }

  private static String need(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  private static void write(LineModel model, Path folder, Path output, String command)
      throws IOException {
    List<ScaleRun> runs = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    // Their names are in the order in which they were measured.
    for (Path file : files(folder)) {
      if (file.toString().endsWith(".json")) {
        runs.add(ScaleRun.read(file));
      } else if (file.toString().endsWith(".failed")) {
        failures.add(Files.readString(file).strip());
      }
    }
    ScaleReport report = new ScaleReport(model, runs, failures);
    String markdown = report.markdown(command);
    System.out.println(markdown);
    write(output.resolve("scale.md"), markdown.getBytes(StandardCharsets.UTF_8));
    write(output.resolve("scale.csv"), report.csv().getBytes(StandardCharsets.UTF_8));
    Path picture = output.resolve("scale.png");
    try {
      write(picture, new ScalePicture(report.curves(), model).draw());
      System.err.println("picture: " + picture.toAbsolutePath());
    } catch (LinkageError | InternalError e) {
      // A JDK without font libraries still has the numbers.
      System.err.println("scale: no picture, this JDK cannot draw text: " + e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static void write(Path file, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    write(file, bytes.toByteArray());
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(folder, ".scale", ".draft");
    try {
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
