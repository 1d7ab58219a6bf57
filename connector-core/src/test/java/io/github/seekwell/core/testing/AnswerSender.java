package io.github.seekwell.core.testing;

import io.github.seekwell.core.testing.Delivery.Ending;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends one body in pieces, each when the lines have carried it. Runs in the connection's event
 * loop and never waits: it is called again by a timer or when the socket takes more.
 */
final class AnswerSender {
  private static final int PIECE = 64 * 1024;
  private static final int SLOW_PIECES_PER_SECOND = 50;
  private static final long TIMER_GRAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final Channel channel;
  private final List<Bandwidth> lines;
  private final Delivery delivery;
  private final Content body;
  private final long limit;
  private final int pieceSize;
  private final RequestLog.Line log;
  private final Runnable done;

  private long position;
  private long throughUntil;
  private long due;
  private boolean blocked;

  AnswerSender(
      Channel channel,
      List<Bandwidth> lines,
      Delivery delivery,
      Content body,
      RequestLog.Line log,
      Runnable done) {
    this.channel = channel;
    this.lines = lines;
    this.delivery = delivery;
    this.body = delivery.surplus() == 0 ? body : withSurplus(body, delivery.surplus());
    this.limit = Math.min(this.body.size(), delivery.cutAfter());
    this.pieceSize = pieceSize(delivery.bytesPerSecond());
    this.log = log;
    this.done = done;
  }

  /** Sends, as if the line had been free from {@code nanos} on. */
  void start(long nanos) {
    due = nanos;
    proceed();
  }

  /** The socket takes more. */
  void resume() {
    if (blocked) {
      blocked = false;
      // The client was the slow one: the line was free meanwhile, but its time is gone.
      due = Math.max(due, System.nanoTime());
      proceed();
    }
  }

  private void proceed() {
    while (position < limit) {
      if (!channel.isActive()) {
        return;
      }
      if (!channel.isWritable()) {
        blocked = true;
        return;
      }
      if (position == throughUntil) {
        reserve();
      }
      long early = due - System.nanoTime();
      if (early > TIMER_GRAIN_NANOS) {
        channel.eventLoop().schedule(this::proceed, early, TimeUnit.NANOSECONDS);
        return;
      }
      send();
    }
    finish();
  }

  private void reserve() {
    long size = Math.min(pieceSize, limit - position);
    throughUntil = position + size;
    long ready = due;
    for (Bandwidth line : lines) {
      due = Math.max(due, line.reserve(ready, size));
    }
  }

  private void send() {
    int size = (int) (throughUntil - position);
    Object piece =
        delivery.flippedByte() >= position && delivery.flippedByte() < throughUntil
            ? flipped(size).piece(0, size)
            : body.piece(position, size);
    long length = Content.length(piece);
    position += length;
    log.sent(length);
    channel.writeAndFlush(piece);
  }

  private Content flipped(int size) {
    byte[] bytes = body.bytes(position, size);
    bytes[(int) (delivery.flippedByte() - position)] ^= 1;
    return Content.of(bytes);
  }

  private void finish() {
    if (delivery.ending() == Ending.KEEP) {
      channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      done.run();
      return;
    }
    if (delivery.ending() == Ending.STALL) {
      return;
    }
    ChannelFuture flushed = channel.writeAndFlush(Content.EMPTY.piece(0, 0));
    flushed.addListener(
        future -> {
          if (delivery.ending() == Ending.RESET) {
            EmulatorAddress.makeReset(channel);
          }
        });
    flushed.addListener(ChannelFutureListener.CLOSE);
  }

  /** Slow answers trickle in small pieces instead of arriving by the bucketful. */
  private static int pieceSize(long bytesPerSecond) {
    return bytesPerSecond == 0
        ? PIECE
        : (int) Math.max(1, Math.min(PIECE, bytesPerSecond / SLOW_PIECES_PER_SECOND));
  }

  private static Content withSurplus(Content body, int surplus) {
    return Content.join(List.of(body, Content.of(new byte[surplus])));
  }
}
