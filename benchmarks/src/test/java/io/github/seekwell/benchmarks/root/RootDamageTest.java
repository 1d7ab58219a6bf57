package io.github.seekwell.benchmarks.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files in which something is missing or wrong: they are read as if nothing was, where nobody looks
 * at that place, or refused by name.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RootDamageTest {
  private static final int CASES = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "uproot-HZZ-zlib.root, events, NMuon, Muon_Px",
    "uproot-HZZ-lzma.root, events, NMuon, Muon_Px",
    "uproot-HZZ.root, events, NMuon, Muon_Px",
    "uproot-Zmumu.root, events, Q1, px1",
    "all-types.root, Events, ScalarI32, SliceUI64"
  })
  void bytesThatAreNotAsTheyWere_giveValuesOrARefusalByName(
      String name, String tree, String single, String list) throws IOException {
    damage(
        name,
        tree,
        List.of(single, list),
        random -> {
          int where = random.nextInt(4);
          return bytes -> {
            // The header, the end, where directories and trees are, and anywhere.
            int from = where == 1 ? Math.max(0, bytes.length - 2000) : 0;
            int reach = where == 0 ? 300 : bytes.length - from;
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
              bytes[from + random.nextInt(Math.min(reach, bytes.length - from))] =
                  (byte) random.nextInt(256);
            }
            return bytes;
          };
        });
  }

  @ParameterizedTest
  @CsvSource({
    "uproot-HZZ-zlib.root, events, NMuon, Muon_Px",
    "uproot-Zmumu.root, events, Q1, px1",
    "all-types.root, Events, ScalarI32, SliceUI64"
  })
  void endsThatAreMissing_giveValuesOrARefusalByName(
      String name, String tree, String single, String list) throws IOException {
    damage(
        name,
        tree,
        List.of(single, list),
        random -> bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  private interface Damage {
    UnaryOperator<byte[]> by(Random random);
  }

  private void damage(String name, String tree, List<String> branches, Damage damage)
      throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("data", name));
    int refused = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Path file = folder.resolve(seed + "-" + name);
      Files.write(file, damage.by(new Random(seed)).apply(whole.clone()));
      try {
        read(file, tree, branches);
      } catch (IOException e) {
        refused++;
        assertThat(e).as("seed %d", seed).hasMessageContaining(file.getFileName().toString());
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + " of " + name, e);
      }
      Files.delete(file);
    }
    assertThat(refused).as("so many are found out").isPositive();
  }

  private static void read(Path file, String tree, List<String> branches) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (RootFile root = RootFile.open(path, Files.size(file), new Configuration())) {
      RootTree read = root.tree(List.of(tree));
      for (String branch : branches) {
        read.branch(branch).column(0, read.entries());
      }
    }
  }
}
