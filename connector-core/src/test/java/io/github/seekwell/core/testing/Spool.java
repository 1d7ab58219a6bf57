package io.github.seekwell.core.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a request's body as it comes in. Small bodies stay in memory; larger ones go to a file if
 * there is a directory for that. The digest is made on the way, so that no large body needs to be
 * read twice in an event loop.
 */
final class Spool implements Closeable {
  private static final int MEMORY_LIMIT = 64 * 1024;

  private final Optional<Path> directory;
  private final List<Content> pieces = new ArrayList<>();
  private final MessageDigest md5 = md5();
  private long size;
  private Optional<Path> path = Optional.empty();
  private Optional<FileChannel> file = Optional.empty();

  Spool(Optional<Path> directory) {
    this.directory = directory;
  }

  void add(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return;
    }
    md5.update(bytes.duplicate());
    size += bytes.remaining();
    try {
      if (file.isEmpty() && size > MEMORY_LIMIT && directory.isPresent()) {
        moveToFile(directory.get());
      }
      if (file.isPresent()) {
        writeFully(file.get(), bytes);
      } else {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        pieces.add(Content.of(copy));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a request's body", e);
    }
  }

  long size() {
    return size;
  }

  /** The whole body; nothing can be added after this. */
  Body finish() {
    close();
    Content content =
        path.isPresent() ? Content.of(path.get(), size) : Content.of(Content.join(pieces).bytes());
    return new Body(content, md5.digest());
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void moveToFile(Path where) throws IOException {
    path = Optional.of(Files.createTempFile(where, "body", ""));
    FileChannel channel = FileChannel.open(path.get(), StandardOpenOption.WRITE);
    file = Optional.of(channel);
    for (Content piece : pieces) {
      writeFully(channel, ByteBuffer.wrap(piece.bytes()));
    }
    pieces.clear();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has MD5", e);
    }
  }
}
