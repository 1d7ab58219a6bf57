package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.RequestContext;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.DynamicIOStatisticsBuilder;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsBinding;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;
import org.apache.hadoop.util.functional.CallableRaisingIOE;

/**
 * Our numbers under Hadoop's names, for one file system: what its users asked of it, the requests
 * that this cost, and the sum of its closed streams. Safe for any number of threads.
 *
 * <p>A GET may bring what several streams wait for; it is counted for the one that asked first.
 */
final class HadoopStatistics implements IOStatisticsSource, AttemptListener {
  /** Hadoop has a constant for it from 3.4 on. */
  static final String MULTIPART_UPLOAD_LIST = "multipart_upload_list";

  /** Likewise. */
  static final String OBJECT_MULTIPART_LIST = "object_multipart_list";

  /** Timed: counter, failures, minimum, mean and maximum each. */
  private static final String[] OPERATIONS = {
    StoreStatisticNames.ACTION_HTTP_GET_REQUEST,
    StoreStatisticNames.ACTION_HTTP_HEAD_REQUEST,
    StoreStatisticNames.OBJECT_LIST_REQUEST,
    StoreStatisticNames.MULTIPART_UPLOAD_ABORTED,
    StoreStatisticNames.MULTIPART_UPLOAD_ABORT_UNDER_PATH_INVOKED,
    StoreStatisticNames.MULTIPART_UPLOAD_COMPLETED,
    MULTIPART_UPLOAD_LIST,
    StoreStatisticNames.MULTIPART_UPLOAD_PART_PUT,
    StoreStatisticNames.MULTIPART_UPLOAD_STARTED,
    StoreStatisticNames.OP_BULK_DELETE,
    StoreStatisticNames.OP_CREATE,
    StoreStatisticNames.OP_CREATE_FILE,
    StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
    StoreStatisticNames.OP_DELETE,
    StoreStatisticNames.OP_EXISTS,
    StoreStatisticNames.OP_GET_CONTENT_SUMMARY,
    StoreStatisticNames.OP_GET_FILE_CHECKSUM,
    StoreStatisticNames.OP_GET_FILE_STATUS,
    StoreStatisticNames.OP_IS_DIRECTORY,
    StoreStatisticNames.OP_IS_FILE,
    StoreStatisticNames.OP_LIST_FILES,
    StoreStatisticNames.OP_LIST_LOCATED_STATUS,
    StoreStatisticNames.OP_LIST_STATUS,
    StoreStatisticNames.OP_MKDIRS,
    StoreStatisticNames.OP_OPEN,
    StoreStatisticNames.OP_OPENFILE,
    StoreStatisticNames.OP_RENAME,
  };

  private static final String[] COUNTERS = {
    StoreStatisticNames.STORE_IO_REQUEST,
    StoreStatisticNames.STORE_IO_RETRY,
    StoreStatisticNames.STORE_IO_THROTTLED,
    StoreStatisticNames.OBJECT_METADATA_REQUESTS,
    StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_INITIATED,
    StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_ABORTED,
    OBJECT_MULTIPART_LIST,
    StoreStatisticNames.OBJECT_PUT_REQUEST,
    StoreStatisticNames.OBJECT_DELETE_REQUEST,
    StoreStatisticNames.OBJECT_BULK_DELETE_REQUEST,
    StoreStatisticNames.OBJECT_COPY_REQUESTS,
    StreamStatisticNames.STREAM_READ_OPENED,
    StreamStatisticNames.STREAM_READ_OPERATIONS,
    StreamStatisticNames.STREAM_READ_OPERATIONS_INCOMPLETE,
    StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS,
    StreamStatisticNames.STREAM_READ_VECTORED_INCOMING_RANGES,
    StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS,
    StreamStatisticNames.STREAM_READ_BYTES,
    StreamStatisticNames.STREAM_READ_TOTAL_BYTES,
    StreamStatisticNames.STREAM_READ_EXCEPTIONS,
    StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_BYTES_SKIPPED,
    StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SEEK_BYTES_BACKWARDS,
    StreamStatisticNames.STREAM_READ_SKIP_OPERATIONS,
    StreamStatisticNames.STREAM_READ_SKIP_BYTES,
    StreamStatisticNames.STREAM_READ_UNBUFFERED,
    StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS,
    StreamStatisticNames.STREAM_WRITE_BYTES,
    StreamStatisticNames.STREAM_WRITE_EXCEPTIONS,
    StreamStatisticNames.STREAM_WRITE_EXCEPTIONS_COMPLETING_UPLOADS,
    StoreStatisticNames.OP_ABORT,
    StoreStatisticNames.OP_HFLUSH,
    StoreStatisticNames.OP_HSYNC,
  };

  private final IOStatisticsStore store =
      IOStatisticsBinding.iostatisticsStore()
          .withDurationTracking(OPERATIONS)
          .withCounters(COUNTERS)
          .build();

  @Override
  public IOStatistics getIOStatistics() {
    return store;
  }

  StorageStatistics storageStatistics(String name, String scheme) {
    return IOStatisticsBinding.publishAsStorageStatistics(name, scheme, store);
  }

  /** Counts and times one operation of a user. */
  <T> T track(String operation, CallableRaisingIOE<T> body) throws IOException {
    return IOStatisticsBinding.trackDuration(store, operation, body);
  }

  void streamOpened() {
    store.incrementCounter(StreamStatisticNames.STREAM_READ_OPENED);
  }

  /** Adds what a stream did, once, when it is closed. */
  void streamClosed(IOStatistics ofStream) {
    store.aggregate(ofStream);
  }

  @Override
  public void ended(Attempt attempt, RequestContext context) {
    store.incrementCounter(StoreStatisticNames.STORE_IO_REQUEST);
    if (attempt.number() > 1) {
      store.incrementCounter(StoreStatisticNames.STORE_IO_RETRY);
    }
    if (attempt.outcome() == Attempt.Outcome.THROTTLED) {
      store.incrementCounter(StoreStatisticNames.STORE_IO_THROTTLED);
    }
    switch (attempt.operation()) {
      case GET -> timed(StoreStatisticNames.ACTION_HTTP_GET_REQUEST, attempt);
      case HEAD -> {
        store.incrementCounter(StoreStatisticNames.OBJECT_METADATA_REQUESTS);
        timed(StoreStatisticNames.ACTION_HTTP_HEAD_REQUEST, attempt);
      }
      case LIST -> timed(StoreStatisticNames.OBJECT_LIST_REQUEST, attempt);
      case PUT, UPLOAD_PART -> store.incrementCounter(StoreStatisticNames.OBJECT_PUT_REQUEST);
      case START_UPLOAD ->
          store.incrementCounter(StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_INITIATED);
      case ABORT_UPLOAD ->
          store.incrementCounter(StoreStatisticNames.OBJECT_MULTIPART_UPLOAD_ABORTED);
      case LIST_UPLOADS -> store.incrementCounter(OBJECT_MULTIPART_LIST);
      case DELETE -> store.incrementCounter(StoreStatisticNames.OBJECT_DELETE_REQUEST);
      case DELETE_BATCH -> store.incrementCounter(StoreStatisticNames.OBJECT_BULK_DELETE_REQUEST);
      case RENAME, COPY -> store.incrementCounter(StoreStatisticNames.OBJECT_COPY_REQUESTS);
      case COMPLETE_UPLOAD -> {
        // Hadoop counts the request among all, and has no name for it.
      }
    }
  }

  private void timed(String name, Attempt attempt) {
    store.incrementCounter(name);
    boolean ok = attempt.outcome() == Attempt.Outcome.OK;
    String prefix = ok ? name : name + StoreStatisticNames.SUFFIX_FAILURES;
    if (!ok) {
      store.incrementCounter(prefix);
    }
    store.addTimedOperation(prefix, RequestTimes.millis(attempt));
  }

  /** A view that shows each counter as it is when asked. */
  static IOStatistics live(Map<String, LongAdder> adders, Map<String, LongSupplier> sums) {
    return builder(adders, sums).build();
  }

  static DynamicIOStatisticsBuilder builder(
      Map<String, LongAdder> adders, Map<String, LongSupplier> sums) {
    DynamicIOStatisticsBuilder builder = IOStatisticsBinding.dynamicIOStatistics();
    adders.forEach((name, adder) -> builder.withLongFunctionCounter(name, key -> adder.sum()));
    sums.forEach((name, sum) -> builder.withLongFunctionCounter(name, key -> sum.getAsLong()));
    return builder;
  }
}
