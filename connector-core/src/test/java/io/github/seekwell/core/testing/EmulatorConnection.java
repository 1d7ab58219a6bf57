package io.github.seekwell.core.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.seekwell.core.testing.Fault.Deed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: takes one request at a time, has it carried out, and answers when its time
 * has come. Everything runs in the connection's event loop. Reading goes on while an answer waits,
 * so that a client who gives up is noticed; requests sent ahead queue here.
 */
final class EmulatorConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(EmulatorConnection.class);

  private final EmulatorParts parts;
  private final EmulatorAddress address;
  private final long id;
  private final Bandwidth incoming;
  private final Bandwidth outgoing;
  private final Queue<HttpObject> ahead = new ArrayDeque<>();

  private long readyAt;
  private boolean counted;
  private boolean answering;
  private Optional<Exchange> current = Optional.empty();
  private Optional<AnswerSender> sender = Optional.empty();

  EmulatorConnection(EmulatorParts parts, EmulatorAddress address) {
    this.parts = parts;
    this.address = address;
    this.id = parts.nextConnection();
    this.incoming = new Bandwidth(parts.latency.connectionRate());
    this.outgoing = new Bandwidth(parts.latency.connectionRate());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    readyAt = System.nanoTime() + parts.latency.newConnection().toNanos();
    counted = true;
    parts.log.connectionOpened();
    address.accepted(context.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (counted) {
      parts.log.connectionClosed();
    }
    current.ifPresent(exchange -> exchange.body().close());
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HttpObject part = (HttpObject) message;
    if (answering) {
      ahead.add(part);
    } else {
      take(context.channel(), part);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      sender.ifPresent(AnswerSender::resume);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("The emulator failed on connection {}", id, cause);
    }
    context.close();
  }

  private void take(Channel channel, HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        channel.close();
        return;
      }
      if (part instanceof HttpRequest http) {
        begin(channel, http);
      }
      if (part instanceof HttpContent content) {
        Exchange exchange = current.orElseThrow();
        exchange.body().add(content.content().nioBuffer());
        if (part instanceof LastHttpContent) {
          answering = true;
          complete(channel, exchange);
        }
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(Channel channel, HttpRequest http) {
    Request request = Exchange.read(http, parts.nextRequestId());
    boolean observer = AdminDoor.leadsHere(request.target());
    Call call = observer ? new Call(request, "Admin", "", "") : parts.dialect.identify(request);
    Fault fault = observer ? Fault.ok() : fault(call);
    if (observer && counted) {
      counted = false;
      parts.log.connectionDiscounted();
    }
    Optional<RequestLog.Line> line =
        observer ? Optional.empty() : Optional.of(parts.log.arrived(call, address.host(), id));
    Exchange exchange =
        new Exchange(
            request,
            call,
            fault,
            line,
            parts.objects.spool(),
            Exchange.keepsAlive(http),
            System.nanoTime());
    current = Optional.of(exchange);
    if (HttpUtil.is100ContinueExpected(http) && fault.deed() != Deed.IGNORED) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private Fault fault(Call call) {
    return address.hung() ? Fault.neverAnswer() : parts.script.take(call);
  }

  private void complete(Channel channel, Exchange exchange) {
    Body body = exchange.body().finish();
    if (exchange.log().isEmpty()) {
      send(channel, exchange, parts.admin.answer(exchange.request()), System.nanoTime());
      return;
    }
    parts.log.received(body.content().size());
    Fault fault = exchange.fault();
    if (fault.deed() == Deed.IGNORED) {
      exchange.body().close();
      current = Optional.empty();
      return;
    }
    boolean nothingDone = fault.deed() == Deed.REFUSED || fault.deed() == Deed.BROKEN;
    Answer answer = nothingDone ? Answer.of(500) : perform(exchange, body);
    long due = answerTime(exchange, body);
    parts.log.waiting(1);
    Runnable answering =
        () -> {
          parts.log.waiting(-1);
          if (fault.deed() == Deed.DONE) {
            send(channel, exchange, answer, due);
          } else {
            breakOff(channel, fault.deed());
          }
        };
    long early = due - System.nanoTime();
    if (early <= 0) {
      channel.eventLoop().execute(answering);
    } else {
      parts.alarms.schedule(
          () -> channel.eventLoop().execute(answering), early, TimeUnit.NANOSECONDS);
    }
  }

  private static void breakOff(Channel channel, Deed deed) {
    if (deed == Deed.BROKEN) {
      EmulatorAddress.makeReset(channel);
    }
    if (deed == Deed.GARBLED) {
      // Past the codec, which would not write it.
      ByteBuf noHttp = Unpooled.copiedBuffer("\0\1 this is no answer\r\n\r\n", US_ASCII);
      channel
          .pipeline()
          .context(HttpServerCodec.class)
          .writeAndFlush(noHttp)
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    channel.close();
  }

  private long answerTime(Exchange exchange, Body body) {
    long size = body.content().size();
    long received =
        Math.max(
            incoming.reserve(exchange.beganAt(), size),
            parts.incoming.reserve(exchange.beganAt(), size));
    return Math.max(Math.max(received, readyAt), System.nanoTime())
        + parts.sampler.firstByteNanos()
        + exchange.fault().stall().toNanos()
        + address.slowness().firstByte().toNanos();
  }

  private Answer perform(Exchange exchange, Body body) {
    Call call = exchange.call();
    Fault fault = exchange.fault();
    Answer answer;
    if (fault.status().isPresent()) {
      answer = parts.dialect.refusal(call, fault.status().getAsInt());
    } else {
      Request understood = fault.request().apply(call.request());
      Call carriedOut = understood == call.request() ? call : parts.dialect.identify(understood);
      try {
        answer =
            parts.objects.exclusively(() -> parts.dialect.answer(carriedOut, body, parts.objects));
      } catch (RuntimeException e) {
        LOG.error("The dialect failed on {}", call, e);
        answer = parts.dialect.refusal(call, 500);
      }
    }
    return fault.answer().apply(parts.dialect.complete(call, answer));
  }

  private void send(Channel channel, Exchange exchange, Answer answer, long due) {
    if (!channel.isActive()) {
      return;
    }
    exchange.log().ifPresent(line -> line.answered(answer.status()));
    channel.write(head(exchange, answer));
    boolean bodiless = exchange.isHead() || answer.status() == 204 || answer.status() == 304;
    Runnable done = () -> finished(channel, exchange);
    if (bodiless || exchange.log().isEmpty()) {
      if (!bodiless) {
        channel.write(answer.body().piece(0, Math.toIntExact(answer.body().size())));
      }
      channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      done.run();
      return;
    }
    long ownRate = Math.max(exchange.fault().delivery().bytesPerSecond(), 0);
    List<Bandwidth> lines =
        List.of(
            outgoing,
            parts.outgoing,
            new Bandwidth(ownRate),
            new Bandwidth(address.slowness().bytesPerSecond()));
    AnswerSender body =
        new AnswerSender(
            channel, lines, exchange.fault().delivery(), answer.body(), exchange.log().get(), done);
    sender = Optional.of(body);
    body.start(due);
  }

  private static HttpResponse head(Exchange exchange, Answer answer) {
    HttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    answer.headers().forEach(head.headers()::set);
    if (answer.status() != 204 && answer.status() != 304) {
      head.headers().set("Content-Length", answer.body().size());
    }
    if (!exchange.keepAlive()) {
      head.headers().set("Connection", "close");
    }
    return head;
  }

  private void finished(Channel channel, Exchange exchange) {
    sender = Optional.empty();
    current = Optional.empty();
    if (!exchange.keepAlive()) {
      // Closes when all that was written before has gone out.
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    answering = false;
    while (!answering && !ahead.isEmpty()) {
      take(channel, ahead.remove());
    }
  }
}
