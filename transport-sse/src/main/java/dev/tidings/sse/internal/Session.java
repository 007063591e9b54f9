package dev.tidings.sse.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.Registration;
import dev.tidings.TaskView;
import dev.tidings.sse.SessionEnd;
import dev.tidings.sse.SseFormat;
import dev.tidings.sse.SseRequest;
import dev.tidings.sse.SseSession;
import dev.tidings.sse.SseSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: what its {@link Outbox} has goes to its sink, one write at a time, until it
 * ends.
 *
 * <p><b>Invariant.</b> {@code pending} counts reasons to look for something to write: an append, a
 * ping, the completion of a write. Whoever raises it from 0 runs {@link #drain} and nobody else
 * does, until it is 0 again. A drain that finds a write in flight does nothing: the completion of
 * that write is a reason of its own. So there is one write at a time and none is forgotten, and no
 * thread waits.
 *
 * <p><b>The end.</b> {@code end} changes once. Whoever changes it alone takes the session out of
 * everything, then closes or aborts the sink. Only a drain closes it, because no call but {@code
 * abort} may come while another thread writes.
 */
final class Session implements SseSession, SseSink.Completion {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.sse");

  /** Bytes in one write at most: a client that takes these within the time-out is alive. */
  private static final int LONGEST_WRITE = 64 * 1024;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final Streams streams;
  private final SseFormat format;
  private final SseSink sink;
  private final EventCursor cursor;
  private final Outbox outbox;
  private final String taskId;
  private final @Nullable String user;
  private final @Nullable Instant expiresAt;
  private final long openedNanos;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicReference<@Nullable SessionEnd> end = new AtomicReference<>();
  private volatile Registration wakes = () -> {};

  /** Set once, by whoever wants the session to end in order after the write in flight. */
  private final AtomicReference<@Nullable SessionEnd> closing = new AtomicReference<>();

  private volatile boolean writing;
  private volatile long writeStartedNanos;
  private volatile long nextPingNanos;
  private volatile boolean pingDue;

  // Only the running drain and the write's completion touch these, one after the other.
  private ByteBuffer unsent = NONE;
  private long batchStartedNanos;

  @GuardedBy("this")
  private @Nullable List<Consumer<SessionEnd>> endActions = new ArrayList<>(1);

  Session(Streams streams, SseRequest request, TaskView task, Position position, SseSink sink) {
    this.streams = streams;
    this.format = request.format();
    this.sink = sink;
    this.taskId = task.task().id();
    this.user = request.user().orElse(null);
    this.expiresAt = request.expiresAt().orElse(null);
    this.cursor = task.cursor(position);
    this.openedNanos = streams.hub().nanoTime();
    long interval = streams.ping(format).toNanos();
    this.nextPingNanos =
        openedNanos + interval - ThreadLocalRandom.current().nextLong(interval / 8 + 1);
    TaskFrames frames = streams.sessions().enter(task, streams.hub().epoch(), format, user);
    this.outbox = new Outbox(streams, task, format, cursor, frames);
  }

  /** Opens a session and writes its first lines. */
  static Session open(
      Streams streams, SseRequest request, TaskView task, Position position, SseSink sink) {
    Session session = new Session(streams, request, task, position, sink);
    streams.observe(observer -> observer.sessionOpened(request.format()));
    if (!streams.sessions().add(session)) {
      session.cut(SessionEnd.SHUTDOWN);
      return session;
    }
    sink.onGone(() -> session.cut(SessionEnd.CLIENT_GONE));
    session.wakes = session.cursor.onAppend(session::wake);
    session.wake();
    if (session.end.get() != null) {
      session.wakes.close();
    }
    return session;
  }

  /** There may be something to write. Quick on any thread unless the sink blocks. */
  private void wake() {
    if (pending.getAndIncrement() == 0) {
      if (sink.blocking()) {
        streams.hub().executor().execute(this::run);
      } else {
        run();
      }
    }
  }

  private void run() {
    int answered = pending.get();
    do {
      try {
        drain();
      } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError fault) {
        log.error("Stream of task {} failed", taskId, fault);
        cut(SessionEnd.FAULT);
      }
      answered = pending.addAndGet(-answered);
    } while (answered != 0);
  }

  private void drain() {
    if (writing || end.get() != null) {
      return;
    }
    if (unsent.hasRemaining()) {
      writePart(streams.hub().nanoTime());
      return;
    }
    SessionEnd wanted = closing.get();
    ByteBuffer bytes;
    if (wanted == null) {
      boolean ping = pingDue;
      pingDue = false;
      bytes = outbox.next(ping);
    } else {
      // On a shutdown there may be the terminal event, which nobody could come back for.
      bytes = outbox.last(wanted == SessionEnd.SHUTDOWN);
    }
    if (bytes.hasRemaining()) {
      unsent = bytes;
      batchStartedNanos = streams.hub().nanoTime();
      writePart(batchStartedNanos);
    } else if (outbox.ended()) {
      end(SessionEnd.COMPLETED, sink::close);
    } else if (wanted != null) {
      end(wanted, sink::close);
    }
  }

  private void writePart(long now) {
    ByteBuffer part = unsent;
    if (part.remaining() > LONGEST_WRITE) {
      part = unsent.slice(unsent.position(), LONGEST_WRITE);
      unsent.position(unsent.position() + LONGEST_WRITE);
    } else {
      unsent = NONE;
    }
    writeStartedNanos = now;
    writing = true;
    sink.write(part, this);
  }

  @Override
  public void written() {
    if (!unsent.hasRemaining()) {
      outbox.taken(Duration.ofNanos(streams.hub().nanoTime() - batchStartedNanos));
    }
    writing = false;
    wake();
  }

  @Override
  public void failed(Throwable cause) {
    log.debug("Client of task {} is gone", taskId, cause);
    cut(SessionEnd.CLIENT_GONE);
  }

  /** Looks at the clocks; called from the transport's tick, never at the same time twice. */
  void tick(long nowNanos, Instant now) {
    if (writing && nowNanos - writeStartedNanos >= streams.writeTimeout().toNanos()) {
      // On some hosts cutting takes a moment, and the timer is everybody's.
      streams.hub().executor().execute(() -> cut(SessionEnd.WRITE_TIMEOUT));
    } else if (expiresAt != null && !now.isBefore(expiresAt)) {
      closeAs(SessionEnd.TOKEN_EXPIRED);
    } else if (nowNanos - nextPingNanos >= 0) {
      nextPingNanos = nowNanos + streams.ping(format).toNanos();
      pingDue = true;
      streams.hub().executor().execute(this::wake);
    }
  }

  /**
   * Ends the session in order, telling the browser when to come back. At a shutdown it gets what is
   * left first.
   */
  void closeAs(SessionEnd reason) {
    if (closing.compareAndSet(null, reason)) {
      streams.hub().executor().execute(this::wake);
    }
  }

  /** Ends the session now, on any thread. */
  void cut(SessionEnd reason) {
    end(reason, sink::abort);
  }

  private void end(SessionEnd reason, Runnable endResponse) {
    if (!end.compareAndSet(null, reason)) {
      return;
    }
    wakes.close();
    contain(endResponse);
    // Only now: whoever waits for there to be no session may stop the host.
    streams.sessions().leave(this, taskId, user);
    Duration lived = Duration.ofNanos(streams.hub().nanoTime() - openedNanos);
    streams.observe(observer -> observer.sessionClosed(format, reason, lived));
    List<Consumer<SessionEnd>> actions;
    synchronized (this) {
      actions = endActions == null ? List.of() : endActions;
      endActions = null;
    }
    actions.forEach(action -> contain(() -> action.accept(reason)));
  }

  private void contain(Runnable foreign) {
    try {
      foreign.run();
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError fault) {
      log.warn("Host's code failed on a stream of task {}", taskId, fault);
    }
  }

  @Override
  public Optional<SessionEnd> ended() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void onEnd(Consumer<SessionEnd> action) {
    synchronized (this) {
      if (endActions != null) {
        endActions.add(action);
        return;
      }
    }
    SessionEnd reason = end.get();
    if (reason != null) {
      contain(() -> action.accept(reason));
    }
  }

  @Override
  public void close() {
    closeAs(SessionEnd.CLOSED);
  }
}
