package io.github.seekwell.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users of one process, each with keys of their own: none sees through the eyes of another. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DoAsIT {
  private static final int SIZE = 1 << 20;

  private final RampObject ramp = new RampObject(SIZE, 3);
  private final UserGroupInformation alice = UserGroupInformation.createRemoteUser("alice");
  private final UserGroupInformation bob = UserGroupInformation.createRemoteUser("bob");
  private S3Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = S3Rig.startSigned();
    rig.accounts().add("AKIDALICE", "secret of alice");
    rig.accounts().add("AKIDBOB", "secret of bob");
    rig.hold("shared", ramp);
    rig.hold("hers", ramp);
  }

  @AfterEach
  void stop() throws IOException {
    FileSystem.closeAllForUGI(alice);
    FileSystem.closeAllForUGI(bob);
    rig.close();
  }

  @Test
  void userWithoutPermission_isRefused_evenWhatAnotherHasInTheCache() throws Exception {
    rig.accounts().permit("AKIDBOB", call -> !call.key().equals("hers"));

    assertThat(read(alice, keys("ALICE"), "hers")).isEqualTo(SIZE);

    assertThatThrownBy(() -> read(bob, keys("BOB"), "hers"))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(read(bob, keys("BOB"), "shared")).isEqualTo(SIZE);
  }

  @Test
  void blocksOfOneUser_areNeverServedToAnother() throws Exception {
    read(alice, keys("ALICE"), "shared");
    long before = gets();

    read(bob, keys("BOB"), "shared");

    assertThat(gets()).as("bob's own requests").isGreaterThan(before);
    before = gets();
    read(alice, keys("ALICE"), "shared");
    assertThat(gets()).as("alice has hers still").isEqualTo(before);
  }

  @Test
  void usersWithTheSameKeys_shareBlocks_sinceTheStoreSeesOneUser() throws Exception {
    read(alice, keys("ALICE"), "shared");
    long before = gets();

    read(bob, keys("ALICE"), "shared");

    assertThat(gets()).isEqualTo(before);
  }

  @Test
  void fileSystems_areAUsersOwn() throws Exception {
    FileSystem hers = open(alice, keys("ALICE"));

    assertThat(open(alice, keys("ALICE"))).isSameAs(hers);
    assertThat(open(bob, keys("BOB"))).isNotSameAs(hers);
    assertThat(hers.getHomeDirectory()).isEqualTo(rig.path("user/alice"));
  }

  private Configuration keys(String name) {
    Configuration conf = rig.configuration();
    conf.set("fs.s3a.access.key", "AKID" + name);
    conf.set("fs.s3a.secret.key", "secret of " + name.toLowerCase(java.util.Locale.ROOT));
    return conf;
  }

  private FileSystem open(UserGroupInformation user, Configuration conf) throws Exception {
    return user.doAs(
        (PrivilegedExceptionAction<FileSystem>) () -> FileSystem.get(rig.root(), conf));
  }

  private int read(UserGroupInformation user, Configuration conf, String key) throws Exception {
    return user.doAs(
        (PrivilegedExceptionAction<Integer>)
            () -> {
              try (FSDataInputStream in = FileSystem.get(rig.root(), conf).open(rig.path(key))) {
                byte[] bytes = in.readAllBytes();
                ramp.verify(0, bytes, 0, bytes.length);
                return bytes.length;
              }
            });
  }

  private long gets() {
    return rig.emulator().log().ranges("GetObject").size();
  }
}
