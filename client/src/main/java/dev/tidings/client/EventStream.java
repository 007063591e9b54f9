package dev.tidings.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, taken as it comes: one thread reads, any thread may cut. One batch of
 * buffers is asked for when the one before is used up, so that a body that is not read holds the
 * server back and not this memory.
 */
final class EventStream implements BodySubscriber<EventStream>, EventLines.Source {
  /** What the HTTP client has told. */
  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record Over(@Nullable Throwable failure) implements Signal {}
  }

  private final Duration silence;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean cut;

  /**
   * A body.
   *
   * @param silence how long nothing may come before it counts as broken
   */
  EventStream(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<EventStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (cut) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(new Signal.Bytes(bytes));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal.Over(failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.Over(null));
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException, InterruptedException {
    while (buffers.isEmpty()) {
      Signal signal = signals.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
      if (signal == null) {
        cut();
        throw new SilenceException(
            "nothing came for " + silence.toMillis() + " ms, not even a ping");
      }
      if (cut) {
        throw new IOException("the connection was cut here");
      }
      if (signal instanceof Signal.Over over) {
        signals.add(over);
        if (over.failure() != null) {
          throw new IOException("the connection broke", over.failure());
        }
        return null;
      }
      if (signal instanceof Signal.Bytes bytes) {
        buffers.addAll(bytes.buffers());
        Flow.Subscription from = subscription;
        if (from != null) {
          from.request(1);
        }
      }
    }
    return buffers.remove();
  }

  /**
   * All of it as text.
   *
   * @throws IOException if it is longer, or does not come in time
   */
  String text(int maxBytes, Duration atMost) throws IOException, InterruptedException {
    long start = System.nanoTime();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer bytes = next(); bytes != null; bytes = next()) {
      if (all.size() + bytes.remaining() > maxBytes
          || System.nanoTime() - start > atMost.toNanos()) {
        cut();
        throw new IOException(
            "the answer is longer than " + maxBytes + " bytes, or takes longer than " + atMost);
      }
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      all.writeBytes(piece);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Cuts the connection; who reads is told at once. Cutting twice does nothing. */
  void cut() {
    cut = true;
    Flow.Subscription from = subscription;
    if (from != null) {
      from.cancel();
    }
    signals.add(new Signal.Over(null));
  }

  /** Nothing came for too long. */
  static final class SilenceException extends IOException {
    private static final long serialVersionUID = 1L;

    SilenceException(String message) {
      super(message);
    }
  }
}
