package io.github.seekwell.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampleDataTest {
  private static final Path SAMPLES = Path.of("data");

  @TempDir Path folder;

  @Test
  void files_lieBesideWhatIsExpectedOfThem() throws IOException {
    Path expected = folder.resolve("expected.json");

    SampleData.lay(
        SAMPLES,
        folder.resolve("files"),
        expected,
        List.of("uproot-Zmumu.root", "uproot-HZZ-zlib.root*3", "all-types.root"));

    assertThat(folder.resolve("files"))
        .isDirectoryContaining("glob:**/uproot-Zmumu.root")
        .isDirectoryContaining("glob:**/uproot-HZZ-zlib-x3.root")
        .isDirectoryContaining("glob:**/all-types.root");
    JsonNode known = new ObjectMapper().readTree(expected.toFile());
    assertThat(known.fieldNames())
        .toIterable()
        .containsExactly("uproot-Zmumu.root", "uproot-HZZ-zlib-x3.root");
    assertThat(known.at("/uproot-HZZ-zlib-x3.root/pairs").asLong()).isEqualTo(3 * 1364);
    assertThat(known.at("/uproot-HZZ-zlib-x3.root/hist5GeV/90").asLong()).isEqualTo(3 * 637);
  }

  @Test
  void copiesOfAFewAFile_areAsManyFiles_withTheRestInTheLast() throws IOException {
    Path expected = folder.resolve("expected.json");

    SampleData.lay(SAMPLES, folder.resolve("files"), expected, List.of("uproot-HZZ-zlib.root*5/2"));

    JsonNode known = new ObjectMapper().readTree(expected.toFile());
    assertThat(known.fieldNames())
        .toIterable()
        .containsExactly(
            "uproot-HZZ-zlib-x2-001.root",
            "uproot-HZZ-zlib-x2-002.root",
            "uproot-HZZ-zlib-x1-003.root");
    assertThat(known.findValuesAsText("pairs")).containsExactly("2728", "2728", "1364");
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      assertThat(files).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nothing.root, no sample nothing.root",
    "uproot-HZZ-zlib.root*5/0, not a number of copies: 0",
    "uproot-HZZ-zlib.root*many, not a number of copies: many",
    "all-types.root*2, nothing is known of all-types.root"
  })
  void whatCannotBeLaidOut_isAnOptionThatIsNotTaken(String spec, String why) {
    Path files = folder.resolve("files");

    assertThatThrownBy(() -> SampleData.lay(SAMPLES, files, folder.resolve("e"), List.of(spec)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void apiKey_hasTheFingerprintOfItsPublicHalf() throws Exception {
    String fingerprint = ApiKey.write(folder);

    String pem = Files.readString(folder.resolve("public.pem"));
    byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)))
        .isInstanceOfSatisfying(
            RSAPublicKey.class, rsa -> assertThat(rsa.getModulus().bitLength()).isEqualTo(2048));
    assertThat(fingerprint)
        .isEqualTo(
            HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(key)));
    assertThat(folder.resolve("private.pem")).content().startsWith("-----BEGIN PRIVATE KEY-----");
  }
}
