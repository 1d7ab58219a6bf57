package io.github.seekwell.shaded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The class paths on which Hadoop's own programs run. */
final class HadoopHome {

  private HadoopHome() {}

  /** What applications are given: the two shaded client jars. */
  static List<Path> client(String version) throws IOException {
    final List<Path> jars = new ArrayList<>(OneJar.jars("hadoop/" + version));
    jars.addAll(OneJar.jars("logging"));
    return jars;
  }

  /**
   * What a distribution has, DistCp and the MapReduce examples included: some eighty jars, nothing
   * shaded. Found once by a small Maven build ({@code src/test/hadoop/pom.xml}).
   */
  static List<Path> distribution(String version) throws IOException, InterruptedException {
    final Path folder =
        Files.createDirectories(OneJar.target().resolve("hadoop-distribution").resolve(version));
    final Path found = folder.resolve("complete.txt");
    if (!Files.exists(found)) {
      final List<Path> jars = Maven.classPath("hadoop", Map.of("hadoop.version", version), folder);
      Files.writeString(found, String.join(java.io.File.pathSeparator, strings(jars)));
    }
    return Maven.paths(Files.readString(found));
  }

  /**
   * A configuration folder with these settings in its {@code core-site.xml}, and in its {@code
   * mapred-site.xml} those of MapReduce: Hadoop's {@code mapred-default.xml} comes in between.
   */
  static Path site(Path folder, Map<String, String> settings) throws IOException {
    final Map<String, String> core = new TreeMap<>(settings);
    final Map<String, String> jobs = new TreeMap<>(settings);
    core.keySet().removeIf(key -> key.startsWith("mapreduce."));
    jobs.keySet().removeAll(core.keySet());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("core-site.xml"), xml(core));
    Files.writeString(folder.resolve("mapred-site.xml"), xml(jobs));
    return folder;
  }

  private static String xml(Map<String, String> settings) {
    final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
    settings.forEach(
        (key, value) ->
            xml.append("<property><name>")
                .append(escaped(key))
                .append("</name><value>")
                .append(escaped(value))
                .append("</value></property>\n"));
    return xml.append("</configuration>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static List<String> strings(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }
}
