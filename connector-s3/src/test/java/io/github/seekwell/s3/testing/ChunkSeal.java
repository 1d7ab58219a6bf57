package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Content;

/** Verifies the signatures within a framed body, in order. Refuses by {@link S3Refusal}. */
interface ChunkSeal {
  /** Of bodies that are not signed, or whose signatures nobody looks at. */
  ChunkSeal NONE =
      new ChunkSeal() {
        @Override
        public void chunk(Content data, String signature) {}

        @Override
        public void trailer(String lines, String signature) {}
      };

  /** The last chunk is empty. */
  void chunk(Content data, String signature);

  /**
   * What follows the last chunk.
   *
   * @param lines {@code name:value}, each ended by a line feed
   */
  void trailer(String lines, String signature);
}
