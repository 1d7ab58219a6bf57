package io.github.seekwell.benchmarks.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** ROOT's zlib frames: nine bytes of head, then at most 16 MB that were compressed in one go. */
final class Zlib {
  private static final int HEAD = 9;
  private static final int LARGEST_FRAME = 0xff_ffff;

  private Zlib() {}

  static byte[] inflate(byte[] file, int from, int end, int length) throws IOException {
    byte[] out = new byte[length];
    int at = from;
    int filled = 0;
    while (at < end) {
      if (file[at] != 'Z' || file[at + 1] != 'L') {
        throw new IOException("the tree object is not compressed with zlib");
      }
      int stored = threeBytes(file, at + 3);
      int inflated = threeBytes(file, at + 6);
      inflateFrame(file, at + HEAD, stored, out, filled, inflated);
      filled += inflated;
      at += HEAD + stored;
    }
    return out;
  }

  private static void inflateFrame(byte[] in, int from, int stored, byte[] out, int at, int length)
      throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in, from, stored);
      int filled = 0;
      while (filled < length) {
        int count = inflater.inflate(out, at + filled, length - filled);
        if (count == 0) {
          throw new IOException("a zlib frame of the tree object ends early");
        }
        filled += count;
      }
    } catch (DataFormatException e) {
      throw new IOException("a zlib frame of the tree object is damaged", e);
    } finally {
      inflater.end();
    }
  }

  static byte[] deflate(byte[] in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < in.length; at += LARGEST_FRAME) {
      int length = Math.min(LARGEST_FRAME, in.length - at);
      Deflater deflater = new Deflater(Deflater.BEST_SPEED);
      deflater.setInput(in, at, length);
      deflater.finish();
      byte[] frame = new byte[length + length / 100 + 100];
      int stored = deflater.deflate(frame);
      deflater.end();
      out.writeBytes(new byte[] {'Z', 'L', Deflater.DEFLATED});
      threeBytes(out, stored);
      threeBytes(out, length);
      out.write(frame, 0, stored);
    }
    return out.toByteArray();
  }

  private static int threeBytes(byte[] in, int at) {
    return in[at] & 0xff | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff) << 16;
  }

  private static void threeBytes(ByteArrayOutputStream out, int value) {
    out.write(value);
    out.write(value >> 8);
    out.write(value >> 16);
  }
}
