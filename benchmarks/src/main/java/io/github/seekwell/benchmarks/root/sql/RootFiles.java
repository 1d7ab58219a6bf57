package io.github.seekwell.benchmarks.root.sql;

import io.github.seekwell.benchmarks.root.BucketPath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds files: those named, those that fit a pattern, and all below a folder. */
public final class RootFiles {
  private RootFiles() {}

  /**
   * The files, in the order of their names below each path.
   *
   * @throws FileNotFoundException when a path gives none
   */
  public static List<FileStatus> list(List<String> paths, Configuration configuration)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (String name : paths) {
      Path path = BucketPath.of(name);
      FileSystem fileSystem = path.getFileSystem(configuration);
      FileStatus[] found = fileSystem.globStatus(path);
      if (found == null) {
        throw new FileNotFoundException(path + ": no such file or folder");
      }
      List<FileStatus> ofPath = new ArrayList<>();
      for (FileStatus status : found) {
        if (fitsUnasked(status.getPath(), path)) {
          continue;
        }
        if (status.isDirectory()) {
          addBelow(fileSystem, status.getPath(), ofPath);
        } else {
          ofPath.add(status);
        }
      }
      if (ofPath.isEmpty()) {
        throw new FileNotFoundException(path + ": no file");
      }
      ofPath.sort(Comparator.comparing(FileStatus::getPath));
      files.addAll(ofPath);
    }
    return files;
  }

  /** One recursive listing is one request per thousand files on an object store. */
  private static void addBelow(FileSystem fileSystem, Path folder, List<FileStatus> files)
      throws IOException {
    for (RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(folder, true);
        all.hasNext(); ) {
      FileStatus status = all.next();
      if (!hidden(status.getPath(), folder)) {
        files.add(status);
      }
    }
  }

  /** Whether it is hidden and only fits a pattern, as Spark's {@code _SUCCESS} fits a star. */
  private static boolean fitsUnasked(Path found, Path asked) {
    return hidden(found) && !found.getName().equals(asked.getName());
  }

  /** As everywhere in Hadoop: names that begin with a dot or an underscore. */
  private static boolean hidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }

  private static boolean hidden(Path file, Path folder) {
    for (Path p = file; p != null && p.depth() > folder.depth(); p = p.getParent()) {
      if (hidden(p)) {
        return true;
      }
    }
    return false;
  }
}
