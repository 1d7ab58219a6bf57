package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.local.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The file systems of this machine. */
final class LocalVolume implements Volume {
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  private static final Set<OpenOption> AGAIN =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  @Override
  public Content open(Path file) throws IOException {
    return new LocalContent(
        file, FileChannel.open(file, CREATE, PrivateFiles.fileAttributes(file)));
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public long usable(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public long total(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    return store.getTotalSpace();
  }

  /**
   * A file channel that survives interrupts. The JDK closes a channel under all its users when one
   * of them is interrupted; it is then opened again.
   */
  private static final class LocalContent implements Content {
    /** Others may be interrupted again while we try again; so often in a row, hardly. */
    private static final int ATTEMPTS = 4;

    private final Path file;
    // Guarded by this, as is whether it was closed on purpose.
    private FileChannel channel;
    private boolean closed;

    LocalContent(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    private interface Action {
      boolean on(FileChannel channel) throws IOException;
    }

    @Override
    public boolean read(ByteBuffer into, long position) throws IOException {
      int start = into.position();
      return attempt(
          open -> {
            into.position(start);
            long at = position;
            while (into.hasRemaining()) {
              int count = open.read(into, at);
              if (count < 0) {
                return false;
              }
              at += count;
            }
            return true;
          });
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      int start = from.position();
      attempt(
          open -> {
            from.position(start);
            long at = position;
            while (from.hasRemaining()) {
              at += open.write(from, at);
            }
            return true;
          });
    }

    @Override
    public void truncate(long size) throws IOException {
      attempt(
          open -> {
            open.truncate(size);
            return true;
          });
    }

    @Override
    public long size() throws IOException {
      long[] size = new long[1];
      attempt(
          open -> {
            size[0] = open.size();
            return true;
          });
      return size[0];
    }

    @Override
    public synchronized void close() throws IOException {
      closed = true;
      channel.close();
    }

    private boolean attempt(Action action) throws IOException {
      for (int attempt = 1; ; attempt++) {
        boolean interrupted = Thread.interrupted();
        try {
          return action.on(channel());
        } catch (ClosedByInterruptException e) {
          // Ours: the flag comes back below, and the next attempt runs without it.
          interrupted |= Thread.interrupted();
          if (attempt == ATTEMPTS) {
            throw e;
          }
        } catch (ClosedChannelException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        } finally {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }

    private synchronized FileChannel channel() throws IOException {
      if (closed) {
        throw new ClosedContentException(file);
      }
      if (!channel.isOpen()) {
        channel = FileChannel.open(file, AGAIN);
      }
      return channel;
    }
  }

  /** Closed on purpose, while somebody was about to use it. */
  private static final class ClosedContentException extends IOException {
    private static final long serialVersionUID = 1;

    ClosedContentException(Path file) {
      super(file + " is closed");
    }
  }
}
