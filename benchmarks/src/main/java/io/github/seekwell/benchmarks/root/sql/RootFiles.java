package io.github.seekwell.benchmarks.root.sql;

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
final class RootFiles {
  private RootFiles() {}

  /**
   * The files, in the order of their names below each path.
   *
   * @throws FileNotFoundException when a path gives none
   */
  static List<FileStatus> list(List<String> paths, Configuration configuration) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (String name : paths) {
      Path path = new Path(name);
      FileSystem fileSystem = path.getFileSystem(configuration);
      FileStatus[] found = fileSystem.globStatus(path);
      if (found == null) {
        throw new FileNotFoundException(path + ": no such file or folder");
      }
      List<FileStatus> ofPath = new ArrayList<>();
      for (FileStatus status : found) {
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

  /** As everywhere in Hadoop: names that begin with a dot or an underscore. */
  private static boolean hidden(Path file, Path folder) {
    for (Path p = file; p != null && p.depth() > folder.depth(); p = p.getParent()) {
      if (p.getName().startsWith(".") || p.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }
}
