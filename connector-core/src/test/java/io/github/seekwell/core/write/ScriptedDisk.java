package io.github.seekwell.core.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The file systems of this machine, some of which are smaller than they say, or say how small. */
final class ScriptedDisk implements Disk {
  private final Disk disk = new LocalDisk();
  private final Map<Path, Long> usable = new ConcurrentHashMap<>();
  private final Map<Path, Long> full = new ConcurrentHashMap<>();
  final AtomicInteger created = new AtomicInteger();

  /** Says from now on that this directory has so much room. */
  ScriptedDisk say(Path base, long bytes) {
    usable.put(base, bytes);
    return this;
  }

  /** Files in this directory end at so many bytes, in the middle of a write. */
  ScriptedDisk endAt(Path base, long bytes) {
    full.put(base, bytes);
    return this;
  }

  @Override
  public void create(Path file) throws IOException {
    disk.create(file);
    created.incrementAndGet();
  }

  @Override
  public void write(Path file, long position, byte[] bytes, int offset, int count)
      throws IOException {
    long room = of(full, file) - position;
    if (count > room) {
      disk.write(file, position, bytes, offset, (int) Math.max(0, room));
      throw new IOException("No space left on device, on purpose");
    }
    disk.write(file, position, bytes, offset, count);
  }

  @Override
  public InputStream open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public long usable(Path directory) throws IOException {
    return Math.min(of(usable, directory), disk.usable(directory));
  }

  private static long of(Map<Path, Long> limits, Path path) {
    return limits.entrySet().stream()
        .filter(limit -> path.startsWith(limit.getKey()))
        .mapToLong(Map.Entry::getValue)
        .findAny()
        .orElse(Long.MAX_VALUE);
  }
}
