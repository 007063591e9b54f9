package dev.tidings.testkit.sink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A writer writes to a sink as a session does: in turns on a thread that is not the host's, one
 * call after the other, and only when the sink is ready. It is thread-safe.
 */
public final class SinkWriter implements AutoCloseable {
  /** One write. */
  public static final class Write {
    private final ByteBuffer bytes;
    private final Duration patience;
    private final CompletableFuture<Boolean> taken = new CompletableFuture<>();

    private Write(ByteBuffer bytes, Duration patience) {
      this.bytes = bytes;
      this.patience = patience;
    }

    /**
     * The call waits for the write's outcome: whether the sink was ready again, or the client gone.
     */
    public boolean await() throws Exception {
      return taken.get(patience.toMillis(), MILLISECONDS);
    }

    /** Whether it has an outcome. */
    public boolean isOver() {
      return taken.isDone();
    }
  }

  private final Sink sink;
  private final Duration patience;
  private final ExecutorService turns = Executors.newSingleThreadExecutor();

  // Only turns touch these.
  private final Queue<Write> waiting = new ArrayDeque<>();
  private @Nullable Write inFlight;
  private final CompletableFuture<Boolean> left = new CompletableFuture<>();
  private boolean gone;
  private boolean ending;

  /** The constructor starts the sink, and waits 20 seconds at most where it waits. */
  public SinkWriter(Sink sink) {
    this(sink, Duration.ofSeconds(20));
  }

  /**
   * The constructor starts the sink.
   *
   * @param patience how long each call that waits does so at most
   */
  public SinkWriter(Sink sink, Duration patience) {
    this.sink = sink;
    this.patience = patience;
    sink.start(() -> ask(this::turn), cause -> ask(this::clientGone));
  }

  private void ask(Runnable turn) {
    try {
      turns.execute(turn);
    } catch (RejectedExecutionException closed) {
      // The test is over.
    }
  }

  private void clientGone() {
    gone = true;
    turn();
  }

  private void turn() {
    try {
      while (!gone && sink.ready()) {
        settle(true);
        inFlight = waiting.poll();
        if (inFlight == null) {
          break;
        }
        sink.write(inFlight.bytes);
      }
      if (ending && !gone && waiting.isEmpty()) {
        ending = false;
        sink.end();
      }
    } catch (IOException broken) {
      gone = true;
    }
    if (gone) {
      left.complete(true);
      do {
        settle(false);
        inFlight = waiting.poll();
      } while (inFlight != null);
    }
  }

  private void settle(boolean taken) {
    if (inFlight != null) {
      inFlight.taken.complete(taken);
      inFlight = null;
    }
  }

  /** The writer writes the bytes after what was given before. */
  public Write write(ByteBuffer bytes) {
    Write write = new Write(bytes, patience);
    ask(
        () -> {
          waiting.add(write);
          turn();
        });
    return write;
  }

  /** The call waits until the sink has told, in whatever way, that the client is gone. */
  public void awaitGone() throws Exception {
    left.get(patience.toMillis(), MILLISECONDS);
  }

  /** The call waits until the calls that were asked for so far have come back from the sink. */
  public void awaitTurn() throws Exception {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    ask(() -> turn.complete(true));
    turn.get(patience.toMillis(), MILLISECONDS);
  }

  /** The writer ends the response in order once everything was written, ready or not. */
  public void endAfterWrites() {
    ask(
        () -> {
          ending = true;
          turn();
        });
  }

  /** The writer ends the response in order, in a turn. */
  public void end() {
    ask(sink::end);
  }

  /** The writer ends the response in order, and cuts it off right after that. */
  public void endThenAbort() {
    ask(
        () -> {
          sink.end();
          sink.abort();
        });
  }

  /** The writer cuts the response off, on the caller's thread, whatever is being written. */
  public void abort() {
    sink.abort();
  }

  /** The writer gives no turn any more; the sink stays as it is. */
  @Override
  public void close() {
    turns.shutdownNow();
  }
}
