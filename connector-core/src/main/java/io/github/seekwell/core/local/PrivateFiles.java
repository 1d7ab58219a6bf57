package io.github.seekwell.core.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that nobody but their owner may touch, where the file system knows of such
 * things.
 */
public final class PrivateFiles {
  private static final FileAttribute<?>[] NONE = {};
  private static final FileAttribute<?>[] FILE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };
  private static final Set<PosixFilePermission> ALL_OF_OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?>[] DIRECTORY = {
    PosixFilePermissions.asFileAttribute(ALL_OF_OWNER)
  };

  private PrivateFiles() {}

  /** The user's own directory, of this name, in one that others may use too. */
  public static Path home(Path base, String name) {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return base.resolve(name + "-" + user);
  }

  /** What to make a new file with. */
  public static FileAttribute<?>[] fileAttributes(Path file) {
    return posix(file) ? FILE : NONE;
  }

  /**
   * Makes a directory unless it is there, and makes sure that it is ours alone.
   *
   * @throws IOException also if it is a link, belongs to somebody else, or others could write to
   *     it: what lies there might be forged
   */
  static void directory(Path directory) throws IOException {
    boolean posix = posix(directory);
    try {
      Files.createDirectory(directory, posix ? DIRECTORY : NONE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(directory + " is no directory", e);
      }
    }
    if (!posix) {
      return;
    }
    Set<PosixFilePermission> there =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    if (there.contains(PosixFilePermission.GROUP_WRITE)
        || there.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("others may write to " + directory);
    }
    Path probe = Files.createTempFile(directory, "owner", "", FILE);
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException(directory + " is somebody else's");
      }
    } finally {
      Files.delete(probe);
    }
    if (!there.equals(ALL_OF_OWNER)) {
      Files.setPosixFilePermissions(directory, ALL_OF_OWNER);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
