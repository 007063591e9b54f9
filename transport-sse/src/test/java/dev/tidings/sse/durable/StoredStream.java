package dev.tidings.sse.durable;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressTracker;
import dev.tidings.Registration;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is written: a task whose facts are the messages, and whose end is the stream's. A
 * write is answered when the journal has accepted it, so whoever reads then, wherever, sees it.
 */
final class StoredStream {
  private static final int PATIENCE_SECONDS = 10;

  private final StreamSettings settings;
  private final ProgressTracker tracker;
  private volatile Instant used;

  /** How many events the task will have when all that was appended is accepted. */
  @GuardedBy("this")
  private long events = 1;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private @Nullable String lastSeq;

  StoredStream(StreamSettings settings, ProgressTracker tracker, Instant now) {
    this.settings = settings;
    this.tracker = tracker;
    this.used = now;
  }

  StreamSettings settings() {
    return settings;
  }

  /** The task's id. */
  String id() {
    return tracker.view().task().id();
  }

  /** Whether its time is over; if not, it is used now. */
  boolean isOver(Instant now) {
    boolean over =
        (settings.ttl() != null && !now.isBefore(used.plus(settings.ttl())))
            || (settings.expiresAt() != null && !now.isBefore(settings.expiresAt()));
    if (!over) {
      used = now;
    }
    return over;
  }

  synchronized boolean closed() {
    return closed;
  }

  /** Refuses a write to a stream that is closed. */
  synchronized void requireOpen() throws Refused {
    if (closed) {
      throw new Refused(
          409,
          "the stream is closed",
          Map.of("Stream-Closed", "true", "Stream-Next-Offset", offset()));
    }
  }

  /**
   * Appends messages, and closes the stream if that is wanted.
   *
   * @param seq the writer's own order, or null
   */
  synchronized void append(List<byte[]> messages, boolean close, @Nullable String seq)
      throws Refused, InterruptedException {
    if (closed && messages.isEmpty() && close) {
      return;
    }
    requireOpen();
    if (seq != null && lastSeq != null && seq.compareTo(lastSeq) <= 0) {
      throw new Refused(409, "Stream-Seq must be greater than the one before");
    }
    lastSeq = seq == null ? lastSeq : seq;
    for (byte[] message : messages) {
      if (!tracker.data(StoredMessages.NAME, StoredMessages.fact(message))) {
        throw new Refused(413, "the stream is full");
      }
    }
    events += messages.size();
    if (close) {
      closed = tracker.complete(TaskResult.of("closed"));
      events = awaitEnd();
    } else {
      awaitAccepted();
    }
  }

  @GuardedBy("this")
  private long awaitEnd() throws InterruptedException {
    try {
      return tracker
          .view()
          .end()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .sequence();
    } catch (ExecutionException | TimeoutException never) {
      throw new IllegalStateException("the journal did not accept the end", never);
    }
  }

  @GuardedBy("this")
  private void awaitAccepted() throws InterruptedException {
    TaskView view = tracker.view();
    EventCursor cursor = view.cursor(Position.START);
    for (boolean accepted = false; !accepted; ) {
      CountDownLatch more = new CountDownLatch(1);
      Registration wake = cursor.onAppend(more::countDown);
      try {
        accepted = view.snapshot().sequence() >= events;
        if (!accepted && !more.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the journal did not accept a message");
        }
      } finally {
        wake.close();
      }
    }
  }

  /** Where the stream ends now. */
  synchronized String offset() {
    return "%s_%016d".formatted(tracker.view().epoch(), events);
  }
}
