package io.github.seekwell.shaded.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Runs Hadoop's own command line tools one after another in one JVM, each with a fresh {@code
 * Configuration} as its {@code main} would make it.
 *
 * <p>Asked on standard input: a number of words, then the words, the first of which is the tool's
 * class. Answers on standard output: exit status, then what the tool printed on either stream.
 */
public final class HadoopCommands {
  private static final int THREW = -2;

  private HadoopCommands() {}

  public static void main(String[] none) throws IOException {
    final DataInputStream asked = new DataInputStream(System.in);
    final DataOutputStream answers = new DataOutputStream(System.out);
    while (true) {
      final String[] words;
      try {
        words = new String[asked.readInt()];
      } catch (EOFException e) {
        return;
      }
      for (int i = 0; i < words.length; i++) {
        words[i] = asked.readUTF();
      }
      final ByteArrayOutputStream out = new ByteArrayOutputStream();
      final ByteArrayOutputStream err = new ByteArrayOutputStream();
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      answers.writeInt(run(words));
      answer(answers, out);
      answer(answers, err);
      answers.flush();
    }
  }

  private static int run(String[] words) {
    try {
      final Configuration conf = new Configuration();
      return ToolRunner.run(conf, tool(words[0], conf), Arrays.copyOfRange(words, 1, words.length));
    } catch (Exception | LinkageError e) { // the end of the tool
      e.printStackTrace();
      return THREW;
    }
  }

  private static Tool tool(String name, Configuration conf) throws ReflectiveOperationException {
    final Class<? extends Tool> type = Class.forName(name).asSubclass(Tool.class);
    if (name.endsWith("DistCp")) { // has no public constructor without arguments
      final Class<?> options = Class.forName("org.apache.hadoop.tools.DistCpOptions");
      return type.getConstructor(Configuration.class, options).newInstance(conf, null);
    }
    return type.getConstructor().newInstance();
  }

  private static void answer(DataOutputStream answers, ByteArrayOutputStream printed)
      throws IOException {
    answers.writeInt(printed.size());
    printed.writeTo(answers);
  }
}
