package io.github.seekwell.core.metrics;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A snapshot as bytes: a mark, the format's number, then five lists, each led by its length.
 *
 * <p>Zeros are left out. Histograms stand in HdrHistogram's own compressed form.
 */
final class SnapshotCodec {
  /** "SWSN"; tells a snapshot from anything else that might arrive. */
  private static final int MARK = 0x5357534e;

  private static final int FORMAT = 3;

  private SnapshotCodec() {}

  static byte[] encode(
      Map<String, Long> counters,
      Map<String, Histogram> histograms,
      Map<String, AddressFigures> addresses,
      Map<String, Long> gauges,
      List<SlowRead> slowest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MARK);
      out.writeByte(FORMAT);
      writeNumbers(out, counters);
      out.writeInt(histograms.size());
      for (Map.Entry<String, Histogram> entry : histograms.entrySet()) {
        out.writeUTF(entry.getKey());
        // the shared histogram keeps a scratch buffer for encoding: encode a copy
        Histogram histogram = entry.getValue().copy();
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        out.writeInt(length);
        out.write(buffer.array(), 0, length);
      }
      out.writeInt(addresses.size());
      for (Map.Entry<String, AddressFigures> entry : addresses.entrySet()) {
        AddressFigures figures = entry.getValue();
        out.writeUTF(entry.getKey());
        out.writeLong(figures.requests());
        out.writeLong(figures.failures());
        out.writeLong(figures.bytes());
        out.writeLong(figures.answers());
        out.writeLong(figures.firstByteNanos());
        out.writeLong(figures.opened());
        out.writeLong(figures.closed());
      }
      writeNumbers(out, gauges);
      out.writeInt(slowest.size());
      for (SlowRead read : slowest) {
        out.writeUTF(read.object());
        out.writeLong(read.position());
        out.writeLong(read.bytes());
        out.writeLong(read.nanos());
        out.writeUTF(read.address());
        out.writeUTF(read.requestId());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writeNumbers(DataOutputStream out, Map<String, Long> numbers)
      throws IOException {
    Map<String, Long> told = new TreeMap<>(numbers);
    told.values().removeIf(value -> value == 0);
    out.writeInt(told.size());
    for (Map.Entry<String, Long> number : told.entrySet()) {
      out.writeUTF(number.getKey());
      out.writeLong(number.getValue());
    }
  }

  static ReadSnapshot decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MARK) {
        throw new IOException("these " + bytes.length + " bytes are no snapshot");
      }
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IOException("snapshot of format " + format + ", understood is " + FORMAT);
      }
      return new ReadSnapshot(numbers(in), histograms(in), addresses(in), numbers(in), slowest(in));
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new IOException("damaged snapshot of " + bytes.length + " bytes", e);
    }
  }

  private static SortedMap<String, Long> numbers(DataInputStream in) throws IOException {
    TreeMap<String, Long> numbers = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.put(in.readUTF(), in.readLong());
    }
    return numbers;
  }

  private static SortedMap<String, Histogram> histograms(DataInputStream in)
      throws IOException, DataFormatException {
    TreeMap<String, Histogram> histograms = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String metric = in.readUTF();
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("damaged snapshot: " + metric + " has " + length + " bytes");
      }
      ByteBuffer encoded = ByteBuffer.wrap(in.readNBytes(length));
      histograms.put(metric, Histogram.decodeFromCompressedByteBuffer(encoded, 0));
    }
    return histograms;
  }

  private static SortedMap<String, AddressFigures> addresses(DataInputStream in)
      throws IOException {
    TreeMap<String, AddressFigures> addresses = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      addresses.put(
          in.readUTF(),
          new AddressFigures(
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong()));
    }
    return addresses;
  }

  private static List<SlowRead> slowest(DataInputStream in) throws IOException {
    List<SlowRead> slowest = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      slowest.add(
          new SlowRead(
              in.readUTF(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readUTF(),
              in.readUTF()));
    }
    return slowest;
  }
}
