package io.github.seekwell.s3;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.FileSystemRig;
import io.github.seekwell.core.testing.faults.FaultSuiteContract;
import io.github.seekwell.core.testing.faults.StoreManners;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

class FaultSuiteIT extends FaultSuiteContract {
  @Override
  protected StoreManners manners(Path folder) {
    return new Manners();
  }

  private static final class Manners implements StoreManners {
    @Override
    public FileSystemRig start(String... addresses) throws IOException {
      return S3Rig.startUnder(NAME, addresses);
    }

    /** The bucket stands in the host name, as it does by default. */
    @Override
    public List<String> names() {
      return List.of(NAME, S3Rig.BUCKET + "." + NAME);
    }

    @Override
    public String listing() {
      return "ListObjectsV2";
    }

    @Override
    public String batchDelete() {
      return "DeleteObjects";
    }

    @Override
    public String move() {
      return "CopyObject";
    }

    @Override
    public Answer keeping(Answer answer, String key, int status) {
      String code = status == 403 ? "AccessDenied" : "InternalError";
      return answer.body(
          Content.of(
              "<DeleteResult><Error><Key>%s</Key><Code>%s</Code><Message>kept</Message></Error></DeleteResult>"
                  .formatted(key, code)));
    }

    @Override
    public ChangingKeys changingKeys() throws IOException {
      return new Sessions(S3Rig.startSigned());
    }
  }

  /** Temporary keys in the configuration, which is looked at again when they are refused. */
  private static final class Sessions implements StoreManners.ChangingKeys {
    private final S3Rig rig;
    private final Configuration conf;
    private int session;

    Sessions(S3Rig rig) {
      this.rig = rig;
      this.conf = rig.configuration();
      add();
    }

    private void add() {
      session++;
      rig.accounts()
          .addSession("SESSION" + session, "secret" + session, "token" + session, Instant.MAX);
      conf.set("fs.s3a.session.token", "token" + session);
      conf.set("fs.s3a.access.key", "SESSION" + session);
      conf.set("fs.s3a.secret.key", "secret" + session);
    }

    @Override
    public FileSystemRig rig() {
      return rig;
    }

    @Override
    public Configuration configuration() {
      return conf;
    }

    @Override
    public void replace() {
      takeAway();
      add();
    }

    @Override
    public void takeAway() {
      rig.accounts().expire("SESSION" + session);
    }

    @Override
    public void close() {
      rig.close();
    }
  }
}
