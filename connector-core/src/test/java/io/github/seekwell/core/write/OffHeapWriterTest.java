package io.github.seekwell.core.write;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.BufferConfig.Kind;
import java.util.List;

/** The same writer, whose parts wait outside the heap. */
final class OffHeapWriterTest extends ObjectWriterTest {
  @Override
  BufferConfig buffer() {
    return new BufferConfig(Kind.OFF_HEAP, List.of(), 1);
  }
}
