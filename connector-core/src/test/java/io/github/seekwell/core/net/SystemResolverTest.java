package io.github.seekwell.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemResolverTest {

  @TempDir private Path folder;

  private final SystemResolver resolver = new SystemResolver();

  @AfterEach
  void forgetHostsFile() {
    System.clearProperty(SystemResolver.HOSTS_FILE);
  }

  @Test
  void hostsFile_isReadAgainForEachQuestion() throws Exception {
    Path hosts = hostsFile("127.0.0.1 store.example");
    assertThat(literals(resolver.resolve("store.example"))).containsExactly("127.0.0.1");
    Files.writeString(hosts, "127.0.0.2 store.example");
    assertThat(literals(resolver.resolve("store.example"))).containsExactly("127.0.0.2");
  }

  @Test
  void hostsFile_unknownName_isUnknown() throws Exception {
    hostsFile("127.0.0.1 other.example");
    assertThatThrownBy(() -> resolver.resolve("store.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("store.example");
  }

  @Test
  void hostsFile_missing_isUnknownAndNamesTheFile() {
    System.setProperty(SystemResolver.HOSTS_FILE, folder.resolve("none").toString());
    assertThatThrownBy(() -> resolver.resolve("store.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("none");
  }

  @Test
  void hostsLines_haveAliasesRemarksAndRepeats() throws Exception {
    List<String> lines =
        List.of(
            "# 10.0.0.9 store.example",
            "",
            "10.0.0.1\tother.example  Store.Example # store.example",
            "10.0.0.2 xstore.example",
            "10.0.0.3 store.example",
            "10.0.0.1 store.example",
            "2001:db8::1 store.example");
    assertThat(literals(SystemResolver.inLines("store.example", lines)))
        .containsExactly("10.0.0.1", "10.0.0.3", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void addresses_carryTheNameThatWasAsked() throws Exception {
    hostsFile("127.0.0.1 store.example");
    assertThat(resolver.resolve("store.example").get(0).getHostName()).isEqualTo("store.example");
  }

  @Test
  void literals_areReturnedAsTheyAre_withoutAnyLookUp() throws Exception {
    hostsFile("127.0.0.1 store.example");
    assertThat(resolver.resolve("10.1.2.3").get(0).toString()).isEqualTo("10.1.2.3/10.1.2.3");
    assertThat(literals(resolver.resolve("::1"))).containsExactly("0:0:0:0:0:0:0:1");
  }

  @Test
  void spellings_differFromEachOther_andOnlyInCase() {
    Set<String> spellings = new HashSet<>();
    for (int i = 0; i < 256; i++) {
      String spelling = SystemResolver.respell("s3.eu-1.example", i);
      assertThat(spelling).isEqualToIgnoringCase("s3.eu-1.example");
      spellings.add(spelling);
    }
    assertThat(spellings).hasSize(256);
  }

  @Test
  void nameWithoutHostsFile_isAskedOfTheSystem_andCarriesThePlainSpelling() throws Exception {
    for (int i = 0; i < 3; i++) {
      InetAddress address = resolver.resolve("localhost").get(0);
      assertThat(address.isLoopbackAddress()).isTrue();
      assertThat(address.getHostName()).isEqualTo("localhost");
    }
  }

  private Path hostsFile(String line) throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, line);
    System.setProperty(SystemResolver.HOSTS_FILE, hosts.toString());
    return hosts;
  }

  private static List<String> literals(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }
}
