package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.Claims.Claim;
import io.github.seekwell.core.block.Claims.Part;
import io.github.seekwell.core.block.SecondTier.Piece;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an extent is cut between the second tier and the store. */
class PartsOfAnExtentTest {
  /**
   * Extents and pieces by a letter for each block: {@code x} was claimed, {@code -} comes along
   * unasked; {@code d} is on disk, {@code s} is the store's.
   */
  @ParameterizedTest
  @CsvSource({
    "xxxx, ssss, s0-4",
    "xxxx, dddd, d0-4",
    "xxxx, ssdd, s0-2 d2-4",
    "xxxxx, sddds, s0-1 d1-4 s4-5",
    "xx--xx, ssssss, s0-6",
    "xx--xx, ssddss, s0-6",
    "xx--xx, ddssdd, d0-2 d4-6",
    "xx--xx, sddddd, s0-1 d1-6",
    "xx--xx, ddddss, d0-2 s4-6",
    "x-x-x, sdsds, s0-5",
    "x-x-x, dsdsd, d0-1 d2-3 d4-5",
    "x--x, dsds, d0-1 s3-4"
  })
  void partsBeginAndEndWithWhatWasClaimed_andRequestsAreFew(
      String claimed, String places, String expected) {
    List<Claim> extent = new ArrayList<>();
    for (int i = 0; i < claimed.length(); i++) {
      boolean asked = claimed.charAt(i) == 'x';
      extent.add(new Claim(70 + i, asked ? new Promise() : null, false, i));
    }
    List<String> parts = new ArrayList<>();
    for (Part part : Claims.cut(extent, pieces(places))) {
      long first = part.claims().get(0).index() - 70;
      parts.add((part.here() ? "d" : "s") + first + "-" + (first + part.claims().size()));
    }
    assertThat(String.join(" ", parts)).isEqualTo(expected);
  }

  private static List<Piece> pieces(String places) {
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= places.length(); i++) {
      if (i == places.length() || places.charAt(i) != places.charAt(start)) {
        pieces.add(new Piece(70L + start, i - start, places.charAt(start) == 'd'));
        start = i;
      }
    }
    return pieces;
  }
}
