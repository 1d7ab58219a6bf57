package io.github.seekwell.core.config;

import java.util.List;

/**
 * Where parts of uploads wait until they are sent.
 *
 * @param kind where first
 * @param directories for parts on disk; empty if there are to be none
 * @param maxBytes most bytes of the parts of one JVM on disk
 */
public record BufferConfig(Kind kind, List<String> directories, long maxBytes) {

  /** Where parts wait. */
  public enum Kind {
    /** In the heap; on disk when it is spent and waiting might be for ever. */
    MEMORY,
    /** As in memory, but outside the heap. */
    OFF_HEAP,
    /** In files. */
    DISK
  }

  /** Stands for the JVM's directory for temporary files, as it does in Hadoop's settings. */
  private static final String TEMPORARY = "${java.io.tmpdir}";

  public static final Setting<Kind> KIND =
      Setting.choice(
          "fs.seekwell.write.buffer",
          Kind.MEMORY,
          "Where parts wait until they are sent: in the heap, in memory outside of it, or in files. "
              + "Memory is bounded by fs.seekwell.write.heap-fraction in either case; a part that "
              + "finds it spent waits for parts that are being sent, and goes to a file if there are "
              + "none.");
  public static final Setting<List<String>> DIRECTORIES =
      Setting.list(
          "fs.seekwell.write.buffer-dirs",
          TEMPORARY,
          "Local directories for parts in files, used in turn; one that is full or fails is left for "
              + "another. Files are the user's alone, and go when the part is sent. Empty: nothing is "
              + "written to disk, and who finds memory spent waits.");
  public static final Setting<Long> MAX_BYTES =
      Setting.size(
          "fs.seekwell.write.buffer-disk-max",
          "64g",
          "16m",
          "64t",
          "Most bytes of parts in files of one JVM, over all directories; each counts with the size "
              + "it may reach.");

  public BufferConfig {
    directories = List.copyOf(directories);
    if (kind == Kind.DISK && directories.isEmpty()) {
      throw new IllegalArgumentException(
          KIND + " = disk, and " + DIRECTORIES + " names no directory");
    }
  }

  public static BufferConfig from(Settings settings) {
    String temporary = System.getProperty("java.io.tmpdir", "/tmp");
    return new BufferConfig(
        settings.get(KIND),
        settings.get(DIRECTORIES).stream().map(d -> d.replace(TEMPORARY, temporary)).toList(),
        settings.get(MAX_BYTES));
  }
}
