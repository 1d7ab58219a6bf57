package io.github.seekwell.shaded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Where the build has put the jar under test and what is needed to run it. */
final class OneJar {

  private OneJar() {}

  /** The shaded jar. */
  static Path path() {
    return existing(Path.of(property("seekwell.jar")));
  }

  /** The module's build directory. */
  static Path target() {
    return Path.of(property("seekwell.target"));
  }

  /** Whether the long runs were asked for. */
  static boolean acceptance() {
    return Boolean.getBoolean("seekwell.acceptance");
  }

  /** The jars of one of the folders the build has filled, such as {@code hadoop/3.3.4}. */
  static List<Path> jars(String folder) throws IOException {
    try (Stream<Path> files = Files.list(existing(target().resolve(folder)))) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** Packs the classes of package {@code app} into {@code file}, as a user packs a program. */
  static Path packApplication(Path file) throws IOException {
    final Path root = target().resolve("test-classes");
    final Path app = existing(root.resolve("io/github/seekwell/shaded/app"));
    try (Stream<Path> classes = Files.walk(app);
        OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path each : classes.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(root.relativize(each).toString()));
        Files.copy(each, jar);
        jar.closeEntry();
      }
    }
    return file;
  }

  static String property(String name) {
    final String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("run me with mvn verify -pl shaded -am: no " + name);
    }
    return value;
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException("run me with mvn verify -pl shaded -am: no " + path);
    }
    return path;
  }
}
