package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.array.ArrayBuilder;
import edu.vanderbilt.accre.laurelin.array.RawArray;
import edu.vanderbilt.accre.laurelin.interpretation.AsDtype;
import edu.vanderbilt.accre.laurelin.root_proxy.Cursor;
import edu.vanderbilt.accre.laurelin.spark_ttree.SlimTBranch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Hands Laurelin's array builder the baskets of one branch, and looks at each before it is
 * believed: a basket whose compression is unknown, or which holds more or fewer events than the
 * tree says, would otherwise become wrong numbers.
 */
final class Baskets implements ArrayBuilder.GetBasket {
  private final RootFile file;
  private final String branch;
  private final SlimTBranch baskets;
  private final long[] borders;
  private final AsDtype item;
  private final boolean jagged;

  Baskets(
      RootFile file,
      String branch,
      SlimTBranch baskets,
      long[] borders,
      AsDtype item,
      boolean jagged) {
    this.file = file;
    this.branch = branch;
    this.baskets = baskets;
    this.borders = borders;
    this.item = item;
    this.jagged = jagged;
  }

  @Override
  public ArrayBuilder.BasketKey basketkey(int id) {
    SlimTBranch.SlimTBasket basket = baskets.getBasket(id);
    basket.initializeMetadata(file.bytes());
    int content = basket.getLast() - basket.getKeyLen();
    long events = borders[id + 1] - borders[id];
    // A jagged basket ends with a count and the offsets of its events, one more than events.
    long expected =
        jagged
            ? content + Integer.BYTES * (events + 2)
            : events * item.disk_itemsize() * item.multiplicity();
    long found = jagged ? basket.getObjLen() : content;
    if (found != expected) {
      throw new UncheckedIOException(
          file.unsupported(
              what(id)
                  + " has "
                  + found
                  + " bytes where "
                  + events
                  + " events take "
                  + expected
                  + "; are the tree's last baskets inside the tree object?"));
    }
    return new ArrayBuilder.BasketKey(basket.getKeyLen(), basket.getLast(), basket.getObjLen());
  }

  @Override
  public RawArray dataWithoutKey(int id) {
    SlimTBranch.SlimTBasket basket = baskets.getBasket(id);
    try {
      Cursor cursor = file.bytes().getCursor(basket.getOffset());
      ByteBuffer key = cursor.readBuffer(0, Integer.BYTES);
      if (key.getInt() - basket.getKeyLen() != basket.getObjLen()) {
        file.requireReadable(
            what(id), cursor.readBuffer(basket.getKeyLen(), Compression.MARK_LENGTH));
      }
      return new RawArray(basket.getPayload(file.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String what(int id) {
    return "basket " + id + " of branch " + branch;
  }
}
