package io.github.seekwell.core.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Contents one after another, such as the parts of an upload; nothing is copied. */
final class JoinedContent implements Content {
  private final TreeMap<Long, Content> byStart = new TreeMap<>();
  private final long size;

  JoinedContent(List<Content> parts) {
    long start = 0;
    for (Content part : parts) {
      if (part.size() > 0) {
        byStart.put(start, part);
        start += part.size();
      }
    }
    size = start;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Object piece(long position, int atMost) {
    Map.Entry<Long, Content> part = byStart.floorEntry(position);
    long within = position - part.getKey();
    return part.getValue().piece(within, (int) Math.min(atMost, part.getValue().size() - within));
  }
}
