package io.github.seekwell.benchmarks.replay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern as a client plays it: calls in plain arrays, each with the checksum of what it must
 * deliver.
 *
 * @param mode how the readers stand to one another
 * @param openOptions of {@code openFile()}; without any, and without a status, objects are opened
 *     by {@code open()}
 * @param statusSize the size in the status that is handed over; {@value #NO_STATUS} for none
 */
record Tape(Mode mode, Map<String, String> openOptions, long statusSize, List<Reader> readers) {
  static final long NO_STATUS = -1;

  Tape {
    openOptions = Map.copyOf(openOptions);
    readers = List.copyOf(readers);
  }

  enum Mode {
    /** One after the other, each opening, reading and closing its object. */
    IN_TURN,
    /** All at once, a thread and a stream for each. */
    AT_ONCE,
    /** All at once, a thread for each, on one stream: positioned reads only. */
    ON_ONE_STREAM
  }

  enum Kind {
    SEEK,
    READ,
    /** So many reads of one byte each. */
    ONES,
    PREAD,
    /** A vectored read; its length is the number of {@link #RANGE} lines that follow. */
    VREAD,
    RANGE
  }

  /**
   * One reader.
   *
   * @param object its name below the folder that is played in
   * @param kinds of the calls; the other arrays are parallel to it
   * @param positions where it applies
   * @param lengths bytes asked for; at the end of an object fewer come
   * @param sums CRC-32C of what must come, 0 for nothing
   */
  record Reader(String object, Kind[] kinds, long[] positions, int[] lengths, int[] sums) {
    int size() {
      return kinds.length;
    }

    /** The largest buffer that a call fills. */
    int longest() {
      int longest = 1;
      for (int i = 0; i < kinds.length; i++) {
        if (kinds[i] != Kind.VREAD) {
          longest = Math.max(longest, lengths[i]);
        }
      }
      return longest;
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(mode.ordinal());
    out.writeLong(statusSize);
    out.writeInt(openOptions.size());
    for (Map.Entry<String, String> option : openOptions.entrySet()) {
      out.writeUTF(option.getKey());
      out.writeUTF(option.getValue());
    }
    out.writeInt(readers.size());
    for (Reader reader : readers) {
      out.writeUTF(reader.object());
      out.writeInt(reader.size());
      for (int i = 0; i < reader.size(); i++) {
        out.writeByte(reader.kinds()[i].ordinal());
        out.writeLong(reader.positions()[i]);
        out.writeInt(reader.lengths()[i]);
        out.writeInt(reader.sums()[i]);
      }
    }
  }

  static Tape read(DataInputStream in) throws IOException {
    Mode mode = Mode.values()[in.readByte()];
    long statusSize = in.readLong();
    Map<String, String> openOptions = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      openOptions.put(in.readUTF(), in.readUTF());
    }
    int count = in.readInt();
    List<Reader> readers = new ArrayList<>(count);
    for (int r = 0; r < count; r++) {
      String object = in.readUTF();
      int size = in.readInt();
      Reader reader =
          new Reader(object, new Kind[size], new long[size], new int[size], new int[size]);
      for (int i = 0; i < size; i++) {
        reader.kinds()[i] = Kind.values()[in.readByte()];
        reader.positions()[i] = in.readLong();
        reader.lengths()[i] = in.readInt();
        reader.sums()[i] = in.readInt();
      }
      readers.add(reader);
    }
    return new Tape(mode, openOptions, statusSize, readers);
  }
}
