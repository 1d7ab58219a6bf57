package io.github.seekwell.core.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Immutable bytes that can be sent piece by piece without having been loaded. */
public interface Content {
  Content EMPTY = of(new byte[0]);

  long size();

  /**
   * Some bytes from {@code position} on, at least one and at most {@code atMost}, as something a
   * channel can write: a {@link ByteBuf} or a {@link FileRegion}. The caller releases it.
   */
  Object piece(long position, int atMost);

  /** How many bytes a piece has. */
  static long length(Object piece) {
    return piece instanceof FileRegion region ? region.count() : ((ByteBuf) piece).readableBytes();
  }

  /** Bytes in memory; the array is not copied. */
  static Content of(byte[] bytes) {
    return new Memory(bytes);
  }

  static Content of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first {@code size} bytes of a file, which must not change while it is served. */
  static Content of(Path file, long size) {
    return new File(file, size);
  }

  static Content join(List<Content> parts) {
    return parts.size() == 1 ? parts.get(0) : new JoinedContent(parts);
  }

  default Content slice(long start, long length) {
    if (start < 0 || length < 0 || start + length > size()) {
      throw new IllegalArgumentException("no slice " + start + "+" + length + " of " + size());
    }
    return new Slice(this, start, length);
  }

  /** Copies a run of bytes into memory. */
  default byte[] bytes(long position, int length) {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(length);
    WritableByteChannel sink = Channels.newChannel(copy);
    while (copy.size() < length) {
      Object piece = piece(position + copy.size(), length - copy.size());
      try {
        if (piece instanceof FileRegion region) {
          region.transferTo(sink, 0);
        } else {
          copy.writeBytes(ByteBufUtil.getBytes((ByteBuf) piece));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        ReferenceCountUtil.release(piece);
      }
    }
    return copy.toByteArray();
  }

  default byte[] bytes() {
    return bytes(0, Math.toIntExact(size()));
  }

  /** Bytes in memory. */
  record Memory(byte[] array) implements Content {
    @Override
    public long size() {
      return array.length;
    }

    @Override
    public Object piece(long position, int atMost) {
      int start = Math.toIntExact(position);
      return Unpooled.wrappedBuffer(array, start, Math.min(atMost, array.length - start));
    }
  }

  /** Bytes in a file, handed to the kernel by region. */
  record File(Path path, long size) implements Content {
    @Override
    public Object piece(long position, int atMost) {
      return new DefaultFileRegion(path.toFile(), position, Math.min(atMost, size - position));
    }
  }

  /** A run of other content. */
  record Slice(Content whole, long start, long size) implements Content {
    @Override
    public Object piece(long position, int atMost) {
      return whole.piece(start + position, (int) Math.min(atMost, size - position));
    }
  }
}
