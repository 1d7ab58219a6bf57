package io.github.seekwell.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.root.RootDirectory;
import io.github.seekwell.benchmarks.root.RootKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootMultiplierTest {
  private static final Path NANO = Path.of("data/NanoAODv5_sample.root");

  @TempDir Path folder;

  @Test
  void seventyCopiesOfTheSample_are206Megabytes() throws IOException {
    Path big = folder.resolve("nano-200m.root");

    RootMultiplier.multiply(NANO, "Events", 70, big);

    assertThat(big).hasSize(206_164_325);
  }

  @Test
  void copies_haveSoManyTimesTheEntriesAndBaskets() throws IOException {
    TreeObject one = tree(NANO, "Events");
    Path big = folder.resolve("three.root");

    RootMultiplier.multiply(NANO, "Events", 3, big);

    TreeObject three = tree(big, "Events");
    assertThat(three.entries).isEqualTo(3 * one.entries);
    assertThat(three.branches).hasSameSizeAs(one.branches);
    for (int i = 0; i < one.branches.size(); i++) {
      TreeObject.Branch branch = three.branches.get(i);
      assertThat(branch.baskets).as(branch.name).isEqualTo(3 * one.branches.get(i).baskets);
      assertThat(branch.entries).as(branch.name).isEqualTo(3 * one.branches.get(i).entries);
    }
  }

  @Test
  void baskets_areCopiedByteForByteButForTheirPlace() throws IOException {
    TreeObject one = tree(NANO, "Events");
    Path big = folder.resolve("two.root");
    RootMultiplier.multiply(NANO, "Events", 2, big);
    TreeObject two = tree(big, "Events");
    byte[] before = Files.readAllBytes(NANO);
    byte[] after = Files.readAllBytes(big);

    for (int i = 0; i < one.branches.size(); i++) {
      TreeObject.Branch from = one.branches.get(i);
      TreeObject.Branch to = two.branches.get(i);
      for (int basket = 0; basket < to.baskets; basket++) {
        ByteBuffer original = basket(before, from, basket % from.baskets);
        ByteBuffer copy = basket(after, to, basket);
        assertThat(copy.getInt(18)).as("place told").isEqualTo((int) to.basketPositions[basket]);
        copy.putInt(18, original.getInt(18));
        assertThat(copy).as("%s, basket %d", to.name, basket).isEqualTo(original);
      }
    }
  }

  @Test
  void treeThatIsNotThere_isRefusedByName() {
    assertThatThrownBy(() -> RootMultiplier.multiply(NANO, "Happenings", 2, folder.resolve("x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Happenings");
  }

  @Test
  void treeWithBasketsInside_isRefused() {
    Path source = Path.of("data/nanoAOD_2015_CMS_Open_Data_ttbar.root");

    assertThatThrownBy(() -> RootMultiplier.multiply(source, "Events", 2, folder.resolve("x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TBasket");
  }

  @Test
  void noCopies_areRefused() {
    assertThatThrownBy(() -> RootMultiplier.multiply(NANO, "Events", 0, folder.resolve("x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ByteBuffer basket(byte[] file, TreeObject.Branch branch, int basket) {
    int from = (int) branch.basketPositions[basket];
    return ByteBuffer.wrap(
        java.util.Arrays.copyOfRange(file, from, from + branch.basketLengths[basket]));
  }

  private static TreeObject tree(Path file, String name) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    RootDirectory directory =
        RootDirectory.read(
            (position, length) -> ByteBuffer.wrap(bytes, (int) position, length).slice());
    RootKey key = directory.newest(List.of(name)).orElseThrow();
    int from = (int) key.objectPosition();
    return new TreeReader(
            Zlib.inflate(bytes, from, from + key.storedLength(), key.objectLength()),
            key.keyLength())
        .read();
  }
}
