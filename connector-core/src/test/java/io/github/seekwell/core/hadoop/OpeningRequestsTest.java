package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.OpeningContract;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Over a store in memory, which gives an empty object without a refusal. */
class OpeningRequestsTest extends OpeningContract {
  private final MemoryStore memory = MemoryFileSystem.store("opening");
  private final RecordingStore store = new RecordingStore(memory);

  @Override
  protected FileSystem over(Map<String, String> settings) throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    settings.forEach(conf::set);
    return MemoryFileSystem.over(store, conf);
  }

  @Override
  protected Path path(String key) {
    return new Path("mem://opening/" + key);
  }

  @Override
  protected void hold(String key, RampObject ramp) {
    memory.hold(key, ramp);
  }

  @Override
  protected List<String> asked() {
    List<String> asked = store.calls().stream().map(OpeningRequestsTest::asHttp).toList();
    store.reset();
    return asked;
  }

  private static String asHttp(RecordingStore.Call call) {
    return switch (call.method()) {
      case "head" -> "HeadObject";
      case "list" -> "ListObjects";
      case "get" -> "GetObject " + ((ByteRange) call.arguments().get(1)).toHeader();
      case "getFirst" -> "GetObject " + ByteRange.of(0, (Long) call.arguments().get(1)).toHeader();
      case "getTail" -> "GetObject bytes=-" + call.arguments().get(1);
      default -> call.method();
    };
  }
}
