package user;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatisticsLogging;

/** What the README shows, and a little more: writes, reads, lists and deletes. */
public final class Consumer {

  private Consumer() {}

  /** Arguments: a directory, then settings as {@code key=value}. */
  public static void main(String[] args) throws IOException {
    Configuration conf = new Configuration();
    for (String setting : Arrays.asList(args).subList(1, args.length)) {
      String[] pair = setting.split("=", 2);
      conf.set(pair[0], pair[1]);
    }
    Path dir = new Path(args[0]);
    Path file = new Path(dir, "hello.txt");
    FileSystem fs = dir.getFileSystem(conf);
    try (OutputStream out = fs.create(file)) {
      out.write("hello, world".getBytes(StandardCharsets.UTF_8));
    }
    byte[] world = new byte[5];
    try (FSDataInputStream in = fs.open(file)) {
      in.readFully(7, world);
    }
    System.out.println("read=" + new String(world, StandardCharsets.UTF_8));
    try (InputStream in = fs.open(file)) {
      System.out.println("bytes=" + in.readAllBytes().length);
    }
    System.out.println("listed=" + fs.listStatus(dir).length);
    System.out.println("class=" + fs.getClass().getName());
    System.out.println("counted=" + !IOStatisticsLogging.ioStatisticsSourceToString(fs).isEmpty());
    System.out.println("deleted=" + fs.delete(dir, true));
    fs.close();
  }
}
