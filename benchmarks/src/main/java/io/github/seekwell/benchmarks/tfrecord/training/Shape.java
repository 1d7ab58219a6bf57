package io.github.seekwell.benchmarks.tfrecord.training;

/**
 * How a training reads.
 *
 * @param readers threads
 * @param interleave files that are read at a time, over all readers
 * @param shuffle records from which a batch is drawn
 * @param batch records
 * @param seed of the order of files and of the draws
 */
record Shape(int readers, int interleave, int shuffle, int batch, long seed) {
  private static final int FIELDS = 5;

  Shape {
    if (readers < 1 || interleave < readers || batch < 1 || shuffle < batch) {
      throw new IllegalArgumentException(
          "a training needs a reader, a file for each reader, and a shuffle buffer of a batch");
    }
  }

  /** Reads what {@link #toString} has written. */
  static Shape parse(String text) {
    String[] words = text.split(",");
    if (words.length != FIELDS) {
      throw new IllegalArgumentException("not a shape: " + text);
    }
    return new Shape(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Long.parseLong(words[4]));
  }

  /** How many files reader {@code number} has open at a time. */
  int filesOf(int number) {
    return interleave / readers + (number < interleave % readers ? 1 : 0);
  }

  @Override
  public String toString() {
    return readers + "," + interleave + "," + shuffle + "," + batch + "," + seed;
  }
}
