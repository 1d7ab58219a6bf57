package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.EmulatorAddress;
import io.github.seekwell.core.testing.Failing;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/** The endpoint's name moves or is not known, its addresses fail. */
final class AddressFaults {
  private static final String ONE = FaultSuiteContract.ADDRESSES[0];
  private static final String TWO = FaultSuiteContract.ADDRESSES[1];
  private static final String THREE = FaultSuiteContract.ADDRESSES[2];

  private static final Duration PAUSE = Duration.ofMillis(3);

  private static final int PIECE = 4000;

  /** No two reads touch one block. */
  private static final long STEP = 1 << 20;

  private static final RampObject RAMP = new RampObject(STEP << 12, 3);

  /** For failures that are waited for. */
  private static final String[] IMPATIENT = {
    "fs.seekwell.retry.attempts", "" + Scene.ATTEMPTS, "fs.seekwell.retry.base-delay", "1ms"
  };

  private AddressFaults() {}

  /** What becomes of an address. */
  @FunctionalInterface
  private interface Ill {
    void make(Scene scene, String address) throws IOException;
  }

  private record Illness(String name, Ill ill) {}

  private static final List<Illness> ILLNESSES =
      List.of(
          new Illness("dead", (scene, address) -> of(scene, address).takeDown()),
          new Illness("hanging", (scene, address) -> of(scene, address).hang()),
          new Illness("a black hole", AddressFaults::blackHole),
          new Illness(
              "slow",
              (scene, address) -> of(scene, address).slow(Duration.ofMillis(100), 1 << 20)));

  static List<FaultCase> cases() {
    CaseTable table = new CaseTable("Addresses and the name service");
    moves(table, new Illness("alive", (scene, address) -> {}));
    ILLNESSES.stream().limit(3).forEach(illness -> moves(table, illness));
    ILLNESSES.forEach(illness -> oneOfTwo(table, illness));
    breaks(table);
    all(table);
    nameService(table);
    return table.cases();
  }

  private static EmulatorAddress of(Scene scene, String address) {
    return scene.rig().emulator().address(address);
  }

  private static void blackHole(Scene scene, String address) throws IOException {
    of(scene, address).takeDown();
    scene.closeAtEnd(new BlackHole(address, scene.rig().emulator().port()));
  }

  private static void moves(CaseTable table, Illness illness) {
    table.add(
        "the name moves, and its old address is " + illness.name,
        "positioned reads of an open file",
        "no read fails; the new address is asked within the time to live",
        scene -> {
          scene.names().are(ONE);
          scene.hold("large", RAMP);
          FileSystem fs = scene.named();
          try (FSDataInputStream in = fs.open(scene.path("large"))) {
            read(in, 0);
            assertThat(asked(scene, TWO)).isZero();
            scene.names().are(TWO);
            illness.ill.make(scene, ONE);
            readUntilAsked(scene, in, TWO);
          }
        });
    table.add(
        "the name moves, and its old address is " + illness.name,
        "write of a file of two parts",
        "the file is there whole; no upload is left",
        scene -> {
          scene.names().are(ONE);
          RampObject ramp = new RampObject(Scene.PART_SIZE + 9, 4);
          FileSystem fs = scene.named();
          FSDataOutputStream out = fs.create(scene.path("a"));
          Scene.write(out, ramp);
          scene.await(Scene.START, 1);
          scene.names().are(TWO);
          illness.ill.make(scene, ONE);
          out.close();
          scene.assertHolds("a", ramp);
          scene.assertNoUploads();
        });
  }

  private static void oneOfTwo(CaseTable table, Illness illness) {
    table.add(
        "one of two addresses is " + illness.name,
        "open and positioned reads",
        "no read fails",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          illness.ill.make(scene, ONE);
          try (FSDataInputStream in = scene.named().open(scene.path("large"))) {
            for (int i = 0; i < 8; i++) {
              read(in, i);
            }
          }
          assertThat(asked(scene, TWO)).isPositive();
        });
    table.add(
        "one of two addresses is " + illness.name,
        "write of a small file and its listing",
        "written and listed",
        scene -> {
          scene.names().are(ONE, TWO);
          RampObject ramp = new RampObject(1000, 4);
          illness.ill.make(scene, ONE);
          FileSystem fs = scene.named();
          WriteFaults.write(scene, fs, "dir/a", true, ramp);
          assertThat(fs.listStatus(scene.path("dir"))).hasSize(1);
          scene.assertHolds("dir/a", ramp);
        });
  }

  private static void breaks(CaseTable table) {
    table.add(
        "one of two addresses answers a quarter of a second later",
        "positioned reads for some seconds",
        "it is left alone after its first answers, and longer each time",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          of(scene, ONE).slow(Duration.ofMillis(250), 0);
          long began = System.nanoTime();
          try (FSDataInputStream in =
              scene.named("fs.seekwell.hedge.enabled", "false").open(scene.path("large"))) {
            for (int i = 0; i < 60; i++) {
              read(in, i);
            }
          }
          // Eight answers to know it, then one each time that it is tried again.
          long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
          assertThat(asked(scene, ONE)).isBetween(8L, 12 + seconds);
        });
    table.add(
        "one of two addresses takes connections and never answers",
        "positioned reads for some seconds",
        "it is left alone after the first, and longer each time",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          of(scene, ONE).hang();
          long began = System.nanoTime();
          try (FSDataInputStream in =
              scene.named("fs.seekwell.hedge.enabled", "false").open(scene.path("large"))) {
            for (int i = 0; i < 40; i++) {
              read(in, i);
            }
          }
          // Left alone for one second, two, four: whoever is slower than that may try once more.
          long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
          assertThat(asked(scene, ONE)).isBetween(1L, 2 + seconds);
        });
    table.add(
        "the address dies in the middle of a body",
        "positioned read",
        "the missing rest comes from the other address",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          try (FSDataInputStream in = scene.named().open(scene.path("large"))) {
            scene.next(Scene.GET, Fault.resetAfter(1000));
            read(in, 1);
            assertThat(scene.requests(Scene.GET))
                .extracting(request -> request.address())
                .doesNotHaveDuplicates()
                .hasSize(2);
          }
        });
    table.add(
        "stall in the body from one address",
        "positioned read",
        "the missing rest comes from the other address",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          try (FSDataInputStream in = scene.named().open(scene.path("large"))) {
            scene.next(Scene.GET, Fault.stallAfter(1000));
            read(in, 1);
            assertThat(scene.requests(Scene.GET))
                .extracting(request -> request.address())
                .doesNotHaveDuplicates()
                .hasSize(2);
          }
        });
    table.add(
        "all connections are reset while nobody uses them",
        "positioned read",
        "read without a second request",
        scene -> {
          scene.names().are(ONE);
          scene.hold("large", RAMP);
          try (FSDataInputStream in = scene.named().open(scene.path("large"))) {
            read(in, 0);
            of(scene, ONE).resetConnections();
            read(in, 1);
          }
          scene.assertCount(Scene.GET, 2);
        });
    table.add(
        "all connections are reset while nobody uses them",
        "write of a small file",
        "written",
        scene -> {
          scene.names().are(ONE);
          FileSystem fs = scene.named();
          FSDataOutputStream out = fs.create(scene.path("a"));
          Scene.write(out, new RampObject(1000, 4));
          of(scene, ONE).resetConnections();
          out.close();
          scene.assertHolds("a", new RampObject(1000, 4));
        });
  }

  private static void all(CaseTable table) {
    table.add(
        "three addresses, all of them dead",
        "getFileStatus",
        "the error names each address and the attempts",
        scene -> {
          scene.names().are(ONE, TWO, THREE);
          FileSystem fs = scene.named(IMPATIENT);
          for (String address : FaultSuiteContract.ADDRESSES) {
            of(scene, address).takeDown();
          }
          Failing.with(ConnectException.class, () -> fs.getFileStatus(scene.path("a")))
              .naming(scene.path("a"))
              .saying(Scene.ATTEMPTS + " attempts")
              .saying(FaultSuiteContract.ADDRESSES);
        });
    table.add(
        "all addresses are dead, and come back",
        "positioned read of an open file",
        "fails meanwhile, then the same stream reads",
        scene -> {
          scene.names().are(ONE, TWO);
          scene.hold("large", RAMP);
          try (FSDataInputStream in = scene.named(IMPATIENT).open(scene.path("large"))) {
            read(in, 0);
            of(scene, ONE).takeDown();
            of(scene, TWO).takeDown();
            Failing.with(ConnectException.class, () -> read(in, 1)).saying(ONE, TWO);
            of(scene, ONE).bringUp();
            of(scene, TWO).bringUp();
            read(in, 2);
          }
        });
    table.add(
        "the only address dies and comes back before attempts run out",
        "positioned read of an open file",
        "read after a wait",
        scene -> {
          scene.names().are(ONE);
          scene.hold("large", RAMP);
          FileSystem fs =
              scene.named(
                  "fs.seekwell.retry.attempts", "100",
                  "fs.seekwell.retry.base-delay", "10ms",
                  "fs.seekwell.retry.max-delay", "20ms");
          try (FSDataInputStream in = fs.open(scene.path("large"))) {
            read(in, 0);
            of(scene, ONE).takeDown();
            Thread reviver =
                new Thread(
                    () -> {
                      try {
                        of(scene, ONE).bringUp();
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    });
            reviver.start();
            read(in, 1);
            reviver.join();
          }
        });
  }

  private static void nameService(CaseTable table) {
    table.add(
        "the name is not known for a while",
        "positioned reads of an open file",
        "no read fails: the last answer serves on",
        scene -> {
          scene.names().are(ONE);
          scene.hold("large", RAMP);
          try (FSDataInputStream in = scene.named().open(scene.path("large"))) {
            read(in, 0);
            scene.names().are();
            long begin = System.nanoTime();
            for (int i = 1; System.nanoTime() - begin < 2 * HostNames.TTL.toNanos(); i++) {
              read(in, i);
            }
            scene.names().are(TWO);
            readUntilAsked(scene, in, TWO);
          }
        });
    table.add(
        "the name is not known for a while",
        "write of a file of two parts",
        "the file is there whole",
        scene -> {
          scene.names().are(ONE);
          RampObject ramp = new RampObject(Scene.PART_SIZE + 9, 4);
          FSDataOutputStream out = scene.named().create(scene.path("a"));
          scene.names().are();
          long begin = System.nanoTime();
          Await.until(
              "the answer is too old", () -> System.nanoTime() - begin > HostNames.TTL.toNanos());
          Scene.write(out, ramp);
          out.close();
          scene.assertHolds("a", ramp);
          scene.assertNoUploads();
        });
    table.add(
        "the name is not known from the start",
        "open",
        "the error names the host and the attempts; when it is known the same file system opens",
        scene -> {
          scene.names().are();
          RampObject ramp = scene.hold("a", new RampObject(PIECE, 3));
          FileSystem fs = scene.named(IMPATIENT);
          Failing.with(UnknownHostException.class, () -> fs.open(scene.path("a")))
              .saying(StoreManners.NAME, Scene.ATTEMPTS + " attempts");
          scene.names().are(ONE);
          Await.until("the name is asked for again", () -> exists(scene, fs));
          try (FSDataInputStream in = fs.open(scene.path("a"))) {
            byte[] read = new byte[PIECE];
            in.readFully(0, read);
            ramp.verify(0, read, 0, PIECE);
          }
        });
  }

  private static boolean exists(Scene scene, FileSystem fs) {
    try {
      return fs.exists(scene.path("a"));
    } catch (UnknownHostException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(FSDataInputStream in, int number) throws IOException {
    byte[] buffer = new byte[PIECE];
    in.readFully(number * STEP, buffer);
    RAMP.verify(number * STEP, buffer, 0, PIECE);
  }

  /** Reads on, for as long as that may take at the most. */
  private static void readUntilAsked(Scene scene, FSDataInputStream in, String address)
      throws IOException {
    // Names are asked for once a second at the most when connections fail.
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    for (int i = 500; asked(scene, address) == 0; i++) {
      assertThat(System.nanoTime()).as("asked at " + address).isLessThan(deadline);
      read(in, i);
      // Often enough, and there are bytes for so long.
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static long asked(Scene scene, String address) {
    return scene.log().requests().stream()
        .filter(request -> request.address().equals(address))
        .count();
  }
}
