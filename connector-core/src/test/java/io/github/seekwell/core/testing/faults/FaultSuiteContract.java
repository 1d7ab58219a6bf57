package io.github.seekwell.core.testing.faults;

import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the suite on one connector; its class says how its store behaves. */
@Timeout(20)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultSuiteContract {
  /** The first is asked, unless a case moves the name. */
  static final String[] ADDRESSES = {"127.0.0.1", "127.0.0.2", "127.0.0.3"};

  private StoreManners manners;
  private FileSystemRig rig;
  private HostNames names;
  private final Map<String, FileSystem> shared = new HashMap<>();

  /**
   * @param folder for the files of keys
   */
  protected abstract StoreManners manners(Path folder);

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    manners = manners(folder);
    rig = manners.start(ADDRESSES);
    names = new HostNames(folder, manners.names());
  }

  @AfterAll
  void stop() throws IOException {
    for (FileSystem fs : shared.values()) {
      fs.close();
    }
    rig.close();
  }

  static List<FaultCase> cases() {
    return FaultSuite.cases();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everyFault_keepsItsPromise(FaultCase faultCase) throws Exception {
    try (Scene scene = new Scene(manners, rig, names, shared)) {
      faultCase.trial().run(scene);
    }
  }
}
