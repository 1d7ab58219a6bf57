package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.impl.AbstractFSBuilderImpl;

/**
 * {@code createFile()}: overwrites unless told otherwise, and needs its parent unless {@code
 * recursive()}. Options are {@link CreateOptions#KEYS}; others are ignored, or refused if {@code
 * must()} asks for them.
 */
final class ObjectFileBuilder
    extends FSDataOutputStreamBuilder<FSDataOutputStream, ObjectFileBuilder> {
  private final Creator creator;

  /** Opens the stream. */
  @FunctionalInterface
  interface Creator {
    FSDataOutputStream create(Path path, CreateOptions options) throws IOException;
  }

  ObjectFileBuilder(FileSystem fileSystem, Path path, Creator creator) {
    super(fileSystem, path);
    this.creator = creator;
    create().overwrite(true);
  }

  @Override
  public ObjectFileBuilder getThisBuilder() {
    return this;
  }

  @Override
  public FSDataOutputStream build() throws IOException {
    Path path = getPath();
    AbstractFSBuilderImpl.rejectUnknownMandatoryKeys(
        getMandatoryKeys(), CreateOptions.KEYS, "for " + path);
    EnumSet<CreateFlag> flags = getFlags();
    if (flags.contains(CreateFlag.APPEND)) {
      throw ObjectFileSystem.noAppend(path);
    }
    if (!flags.contains(CreateFlag.CREATE) && !flags.contains(CreateFlag.OVERWRITE)) {
      throw new PathIOException(
          path.toString(),
          String.format(Locale.ROOT, "neither create() nor overwrite(true) in %s", flags));
    }
    return creator.create(path, CreateOptions.of(flags, isRecursive(), getOptions()));
  }
}
