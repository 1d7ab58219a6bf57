package io.github.seekwell.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.oci.client.ApiKeys;
import io.github.seekwell.oci.testing.KnownKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users of one process, each with credentials of his own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DoAsIT {
  private static final URI ROOT = URI.create("oci://bucket@testing");
  private static final String BOB = ApiKeys.USER.replace("test", "bob");

  @TempDir private Path keys;
  private final KnownKeys known = new KnownKeys();
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
  private OciRig rig;

  @BeforeEach
  void start() throws IOException {
    rig = OciRig.startChecked(keys, known);
    rig.emulator().objects().put(OciRig.BUCKET, "shared", new byte[50_000]);
    rig.emulator().objects().put(OciRig.BUCKET, "alices", new byte[50_000]);
    known.accept(ApiKeys.keyId(), ApiKeys.publicKey());
    known.accept(
        ApiKeys.keyId().replace(ApiKeys.USER, BOB),
        ApiKeys.publicKey(),
        request -> !request.target().contains("alices"));
  }

  @AfterEach
  void stop() throws IOException {
    FileSystem.closeAllForUGI(alice);
    FileSystem.closeAllForUGI(bob);
    rig.close();
  }

  @Test
  void eachUser_hasAFileSystemOfHisOwn_andWhatHeMayDo() throws Exception {
    FileSystem alices = of(alice, ApiKeys.USER);
    FileSystem bobs = of(bob, BOB);

    assertThat(bobs).isNotSameAs(alices);
    assertThat(of(alice, ApiKeys.USER)).isSameAs(alices);
    assertThat(read(alices, "alices", null)).isEqualTo(50_000);
    assertThatThrownBy(() -> read(bobs, "alices", null)).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void blocksOfOneUser_areNotRead_byAnother_whoKnowsEverythingOfThem() throws Exception {
    FileSystem alices = of(alice, ApiKeys.USER);
    FileStatus status = alices.getFileStatus(rig.path("alices"));
    read(alices, "alices", status);
    FileSystem bobs = of(bob, BOB);

    // He needs not even ask whether it is there.
    assertThatThrownBy(() -> read(bobs, "alices", status))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void whatBothMayRead_isFetchedByEach() throws Exception {
    FileSystem alices = of(alice, ApiKeys.USER);
    FileSystem bobs = of(bob, BOB);

    read(alices, "shared", null);
    read(alices, "shared", null);
    assertThat(rig.emulator().log().counters().requests("GetObject")).isEqualTo(1);
    read(bobs, "shared", null);

    assertThat(rig.emulator().log().counters().requests("GetObject")).isEqualTo(2);
  }

  private FileSystem of(UserGroupInformation user, String ocid) throws Exception {
    Configuration conf = rig.configuration();
    conf.set("fs.oci.client.auth.userId", ocid);
    return user.doAs((PrivilegedExceptionAction<FileSystem>) () -> FileSystem.get(ROOT, conf));
  }

  /** With a status nobody needs to be asked for size and version. */
  private int read(FileSystem fs, String key, FileStatus status) throws Exception {
    byte[] buffer = new byte[50_000];
    try (FSDataInputStream in =
        status == null
            ? fs.open(rig.path(key))
            : fs.openFile(rig.path(key)).withFileStatus(status).build().get()) {
      in.readFully(0, buffer);
    }
    return buffer.length;
  }
}
