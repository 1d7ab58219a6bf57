package io.github.seekwell.benchmarks.tfrecord.training;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The files of a data set. */
interface Shards extends Closeable {

  /** In an order that is the same for all who have these files. */
  List<String> names();

  InputStream open(String name) throws IOException;
}
