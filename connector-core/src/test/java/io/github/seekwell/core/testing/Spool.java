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
  private static final int MOST_BLOCK = 1 << 20;

  private final Optional<Path> directory;
  private final List<ByteBuffer> blocks = new ArrayList<>();
  private final MessageDigest md5 = Digests.of("MD5");
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
        fillBlocks(bytes);
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
    Content content = path.isPresent() ? Content.of(path.get(), size) : inMemory();
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
    for (ByteBuffer block : blocks) {
      writeFully(channel, block.flip());
    }
    blocks.clear();
  }

  /** Blocks grow with the body: small bodies stay small, large ones come in few blocks. */
  private void fillBlocks(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (blocks.isEmpty() || !last().hasRemaining()) {
        long wanted = Math.max(size, bytes.remaining());
        blocks.add(ByteBuffer.allocate((int) Math.min(MOST_BLOCK, wanted)));
      }
      ByteBuffer block = last();
      int fits = Math.min(block.remaining(), bytes.remaining());
      block.put(bytes.slice().limit(fits));
      bytes.position(bytes.position() + fits);
    }
  }

  private ByteBuffer last() {
    return blocks.get(blocks.size() - 1);
  }

  private Content inMemory() {
    List<Content> contents = new ArrayList<>();
    for (ByteBuffer block : blocks) {
      contents.add(Content.of(block.array()).slice(0, block.position()));
    }
    return Content.join(contents);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
