package io.github.seekwell.oci;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.LatencyModel;
import io.github.seekwell.core.testing.faults.FaultSuiteContract;
import io.github.seekwell.core.testing.faults.StoreManners;
import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.KnownKeys;
import io.github.seekwell.oci.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

class FaultSuiteIT extends FaultSuiteContract {
  @Override
  protected StoreManners manners(Path folder) {
    return new Manners(folder);
  }

  private record Manners(Path folder) implements StoreManners {
    @Override
    public FileSystemRig start(String... addresses) throws IOException {
      return OciRig.start(folder, LatencyModel.none(), addresses);
    }

    @Override
    public List<String> names() {
      return List.of(NAME);
    }

    @Override
    public String listing() {
      return "ListObjects";
    }

    @Override
    public String batchDelete() {
      return "BatchDeleteObjects";
    }

    @Override
    public String move() {
      return "RenameObject";
    }

    @Override
    public Answer keeping(Answer answer, String key, int status) {
      return Answer.json(
              200,
              "{\"deleted\":[],\"failed\":[{\"objectName\":\"%s\",\"statusCode\":%d,\"errorMessage\":\"kept\"}]}"
                  .formatted(key, status))
          .headers(answer.headers());
    }

    @Override
    public ChangingKeys changingKeys() throws IOException {
      return new SessionTokens(folder);
    }
  }

  /** A token in a file, which is looked at again when it is refused. */
  private static final class SessionTokens implements StoreManners.ChangingKeys {
    private final Path folder;
    private final Path token;
    private final KnownKeys known = new KnownKeys();
    private final OciRig rig;

    SessionTokens(Path folder) throws IOException {
      this.folder = folder;
      this.token = folder.resolve("token");
      this.rig = OciRig.startChecked(folder, known);
      replace();
    }

    @Override
    public FileSystemRig rig() {
      return rig;
    }

    @Override
    public Configuration configuration() throws IOException {
      Configuration conf = new Configuration();
      conf.set("fs.oci.client.hostname", rig.emulator().endpoint().toString());
      conf.set("fs.oci.client.auth.sessiontoken.enable", "true");
      conf.set("fs.oci.client.auth.sessiontoken", token.toString());
      conf.set("fs.oci.client.auth.pemfilepath", ApiKeys.pem(folder).toString());
      return conf;
    }

    @Override
    public void replace() throws IOException {
      takeAway();
      String fresh = Tokens.of("ocid1.user.oc1..me", Duration.ofHours(1));
      known.accept("ST$" + fresh, ApiKeys.publicKey());
      Path next = Files.writeString(folder.resolve("token.next"), fresh);
      Files.move(next, token, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void takeAway() {
      known.revokeAll();
    }

    @Override
    public void close() {
      rig.close();
    }
  }
}
