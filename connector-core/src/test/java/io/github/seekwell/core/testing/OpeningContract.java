package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.config.CacheConfig;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every way of opening a file costs, for a first read at its beginning, in its middle and at
 * its end; counted where the requests arrive.
 */
@Timeout(60)
public abstract class OpeningContract {
  private static final String HEAD = "HeadObject";
  private static final String GET = "GetObject";
  private static final int SMALL = 64 << 10;
  private static final int LARGE = (3 << 20) + 77;

  private FileSystem fs;

  /** A file system over a store that answers at once, with these settings of ours besides. */
  protected abstract FileSystem over(Map<String, String> settings) throws IOException;

  protected abstract Path path(String key);

  protected abstract void hold(String key, RampObject ramp);

  /**
   * The requests since the last call, in order: {@code HeadObject}, {@code ListObjects} and {@code
   * GetObject} with its range as in HTTP, such as {@code GetObject bytes=-100}.
   */
  protected abstract List<String> asked();

  /** Without look-ahead, which would be one more request now and then. */
  private FileSystem open(Map<String, String> settings) throws IOException {
    FileSystem opened = over(settings);
    asked();
    return opened;
  }

  @BeforeEach
  void openFileSystem() throws IOException {
    fs = open(Map.of("fs.seekwell.read.look-ahead-max", "0"));
  }

  @AfterEach
  void closeFileSystem() throws IOException {
    fs.close();
  }

  /** How a caller comes to a stream. */
  private enum Way {
    BY_NAME("by-name"),
    BY_NAME_OF_PARQUET("by-name.parquet"),
    BY_COLUMNAR_POLICY("columnar"),
    BY_SPLIT("split"),
    BY_STATUS("status"),
    BY_FOREIGN_STATUS("foreign-status"),
    BY_LENGTH("length"),
    BY_LENGTH_OF_PARQUET("length.parquet");

    private final String key;

    Way(String key) {
      this.key = key;
    }
  }

  private enum Place {
    BEGINNING,
    MIDDLE,
    END;

    long in(int size) {
      return switch (this) {
        case BEGINNING -> 0;
        case MIDDLE -> size / 2;
        case END -> size - 8;
      };
    }
  }

  static Stream<Arguments> costs() {
    return Stream.of(
        Arguments.of(Way.BY_NAME, LARGE, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME, LARGE, Place.MIDDLE, List.of(GET, GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME, LARGE, Place.END, List.of(GET, GET), List.of(HEAD)),
        Arguments.of(
            Way.BY_NAME_OF_PARQUET, LARGE, Place.BEGINNING, List.of(GET, GET), List.of(GET)),
        Arguments.of(Way.BY_NAME_OF_PARQUET, LARGE, Place.MIDDLE, List.of(GET, GET), List.of(GET)),
        Arguments.of(Way.BY_NAME_OF_PARQUET, LARGE, Place.END, List.of(GET), List.of(GET)),
        Arguments.of(
            Way.BY_COLUMNAR_POLICY, LARGE, Place.BEGINNING, List.of(GET, GET), List.of(GET)),
        Arguments.of(Way.BY_COLUMNAR_POLICY, LARGE, Place.END, List.of(GET), List.of(GET)),
        Arguments.of(Way.BY_SPLIT, LARGE, Place.BEGINNING, List.of(GET, GET), List.of(HEAD)),
        Arguments.of(Way.BY_SPLIT, LARGE, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_SPLIT, LARGE, Place.END, List.of(GET, GET), List.of(HEAD)),
        Arguments.of(Way.BY_STATUS, LARGE, Place.BEGINNING, List.of(GET), List.of()),
        Arguments.of(Way.BY_STATUS, LARGE, Place.MIDDLE, List.of(GET), List.of()),
        Arguments.of(Way.BY_STATUS, LARGE, Place.END, List.of(GET), List.of()),
        Arguments.of(Way.BY_FOREIGN_STATUS, LARGE, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_FOREIGN_STATUS, LARGE, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_FOREIGN_STATUS, LARGE, Place.END, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_LENGTH, LARGE, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_LENGTH, LARGE, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_LENGTH, LARGE, Place.END, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_LENGTH_OF_PARQUET, LARGE, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_LENGTH_OF_PARQUET, LARGE, Place.END, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME, SMALL, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME, SMALL, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME, SMALL, Place.END, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME_OF_PARQUET, SMALL, Place.BEGINNING, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_NAME_OF_PARQUET, SMALL, Place.END, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_COLUMNAR_POLICY, SMALL, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_SPLIT, SMALL, Place.MIDDLE, List.of(GET), List.of(HEAD)),
        Arguments.of(Way.BY_STATUS, SMALL, Place.MIDDLE, List.of(GET), List.of()),
        Arguments.of(Way.BY_LENGTH, SMALL, Place.MIDDLE, List.of(GET), List.of(HEAD)));
  }

  @ParameterizedTest(name = "{0}, {1} bytes, {2}")
  @MethodSource("costs")
  void aFirstRead_andTheSameAgain_cost(
      Way way, int size, Place place, List<String> first, List<String> again) throws Exception {
    RampObject ramp = new RampObject(size, way.ordinal());
    String key = way.key + "-" + size + "-" + place + (way.key.endsWith("t") ? ".parquet" : "");
    hold(key, ramp);
    FileStatus status = fs.getFileStatus(path(key));
    asked();
    for (List<String> expected : List.of(first, again)) {
      try (FSDataInputStream in = openOne(way, key, size, status)) {
        byte[] read = new byte[8];
        in.readFully(place.in(size), read);
        ramp.verify(place.in(size), read, 0, read.length);
      }
      assertThat(withoutRanges(asked())).isEqualTo(expected);
    }
  }

  private FSDataInputStream openOne(Way way, String key, int size, FileStatus status)
      throws Exception {
    FutureDataInputStreamBuilder builder = fs.openFile(path(key));
    return switch (way) {
      case BY_NAME, BY_NAME_OF_PARQUET -> fs.open(path(key));
      case BY_COLUMNAR_POLICY ->
          builder.must("fs.option.openfile.read.policy", "orc, vector").build().get();
      case BY_SPLIT ->
          builder
              .opt("fs.option.openfile.read.policy", "sequential")
              .opt("fs.option.openfile.split.start", Integer.toString(size / 2))
              .opt("fs.option.openfile.split.end", Integer.toString(size - 1000))
              .build()
              .get();
      case BY_STATUS -> builder.withFileStatus(status).build().get();
      case BY_FOREIGN_STATUS ->
          builder
              .withFileStatus(new FileStatus(size, false, 1, 1, 0, new Path("viewfs://x/" + key)))
              .build()
              .get();
      case BY_LENGTH, BY_LENGTH_OF_PARQUET ->
          builder.opt("fs.option.openfile.length", Integer.toString(size)).build().get();
    };
  }

  @Test
  void opening_asksForTheBeginning_orForTheEndOfWhatIsReadFromThere() throws IOException {
    hold("a", RampObject.of(LARGE));
    hold("a.orc", RampObject.of(LARGE));
    fs.open(path("a")).close();
    fs.open(path("a.orc")).close();
    assertThat(asked())
        .containsExactly(GET + " bytes=0-" + (openBytes() - 1), GET + " bytes=-" + openBytes());
  }

  @Test
  void whatIsReadFromItsEnd_openedOnceMore_bringsItsBeginning_andThenNothing() throws IOException {
    hold("b.orc", RampObject.of(LARGE));
    for (int i = 0; i < 3; i++) {
      fs.open(path("b.orc")).close();
    }
    assertThat(asked())
        .containsExactly(
            GET + " bytes=-" + openBytes(), GET + " bytes=0-" + (openBytes() - 1), HEAD);
  }

  @Test
  void sixtySmallFiles_openedAndReadOnce_costSixtyGetsAndNoHead() throws IOException {
    for (int i = 0; i < 60; i++) {
      hold("small/" + i, new RampObject(SMALL, i));
    }
    for (int i = 0; i < 60; i++) {
      assertIsWhole("small/" + i, new RampObject(SMALL, i));
    }
    assertThat(withoutRanges(asked())).hasSize(60).containsOnly(GET);
  }

  @Test
  void openedByManyThreadsAtOnce_costsNoMoreThanOneRequestEach() throws Exception {
    RampObject ramp = RampObject.of(SMALL);
    hold("shared", ramp);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(
            threads.submit(
                () -> {
                  assertIsWhole("shared", ramp);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(withoutRanges(asked())).hasSize(16).contains(GET).containsAnyOf(GET, HEAD);
  }

  @Test
  void emptyFile_isOpenedAndRead_andHasNothing() throws IOException {
    hold("empty", RampObject.of(0));
    for (int i = 0; i < 2; i++) {
      assertIsWhole("empty", RampObject.of(0));
    }
    // A store cannot give a range of nothing, and its refusal tells no version.
    assertThat(withoutRanges(asked())).containsSubsequence(GET, HEAD).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void overwrittenFile_isOpenedAtItsNewVersion() throws IOException {
    for (int version = 0; version < 3; version++) {
      RampObject ramp = new RampObject(SMALL + version, version);
      hold("changing", ramp);
      assertIsWhole("changing", ramp);
    }
  }

  @Test
  void nothingOrADirectory_isRefusedWhenItIsOpened() throws IOException {
    hold("dir/file", RampObject.of(1));
    for (String name : List.of("", "dir", "dir/none")) {
      asked();
      assertThatThrownBy(() -> fs.open(path(name)))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageEndingWith(name.endsWith("none") ? "does not exist" : "is a directory")
          .hasMessageStartingWith(path(name).toString());
      assertThat(asked()).hasSize(name.isEmpty() ? 1 : 2);
    }
  }

  @Test
  void aLengthThatIsNotTrue_failsWithTheFirstRead_orCutsTheFile() throws Exception {
    hold("f", RampObject.of(SMALL));
    try (FSDataInputStream in = openOne(Way.BY_LENGTH, "f", SMALL + 1, null)) {
      assertThatThrownBy(() -> in.readFully(0, new byte[10]))
          .hasMessageContaining("has " + SMALL + " bytes now")
          .hasMessageContaining("was said to have " + (SMALL + 1));
    }
    try (FSDataInputStream in = openOne(Way.BY_LENGTH, "f", 1000, null)) {
      assertThat(in.readAllBytes()).isEqualTo(RampObject.of(SMALL).bytes(0, 1000));
    }
  }

  @Test
  void switchedOff_openingIsAHead() throws IOException {
    RampObject ramp = RampObject.of(SMALL);
    hold("off", ramp);
    try (FileSystem off =
        open(Map.of("fs.seekwell.read.open-bytes", "0", "fs.seekwell.read.look-ahead-max", "0"))) {
      try (FSDataInputStream in = off.open(path("off"))) {
        assertThat(in.readAllBytes()).isEqualTo(ramp.bytes());
      }
    }
    assertThat(withoutRanges(asked())).startsWith(HEAD).containsOnlyOnce(HEAD);
  }

  @Test
  void versionsThatAreTrusted_costNoRequestAgain_untilTheyAreOverwrittenOrDeletedHere()
      throws IOException {
    RampObject ramp = RampObject.of(SMALL);
    hold("trusted", ramp);
    RampObject fresh = new RampObject(SMALL, 5);
    try (FileSystem trusting = open(Map.of("fs.seekwell.read.trust-version", "1h"))) {
      assertIsWhole(trusting, "trusted", ramp);
      asked();
      assertIsWhole(trusting, "trusted", ramp);
      assertThat(asked()).isEmpty();

      try (FSDataOutputStream out = trusting.create(path("trusted"))) {
        out.write(fresh.bytes());
      }
      assertIsWhole(trusting, "trusted", fresh);
      trusting.delete(path("trusted"), false);
      assertThatThrownBy(() -> trusting.open(path("trusted")))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  private static void assertIsWhole(FileSystem fs, String key, RampObject ramp) throws IOException {
    try (FSDataInputStream in = fs.open(new Path(fs.getUri() + "/" + key))) {
      assertThat(in.readAllBytes()).isEqualTo(ramp.bytes());
    }
  }

  private void assertIsWhole(String key, RampObject ramp) throws IOException {
    assertIsWhole(fs, key, ramp);
  }

  private static List<String> withoutRanges(List<String> requests) {
    return requests.stream().map(request -> request.replaceAll(" .*", "")).toList();
  }

  /** As set by default, in whole blocks. */
  private static long openBytes() {
    Settings none = Settings.of(Map.of());
    long block = none.get(CacheConfig.BLOCK_SIZE);
    return (none.get(ReadConfig.OPEN_BYTES) + block - 1) / block * block;
  }
}
