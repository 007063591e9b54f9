package dev.tidings.sse.internal;

import dev.tidings.Position;
import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import dev.tidings.sse.SessionEnd;
import dev.tidings.sse.SseFormat;
import dev.tidings.sse.SseObserver;
import dev.tidings.sse.SseRequest;
import dev.tidings.sse.SseSession;
import dev.tidings.sse.SseSink;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of a transport, and what they share.
 *
 * @param hub the hub whose tasks are streamed
 * @param sessions those that run
 * @param observer for metrics
 * @param retry what a browser waits before it reconnects
 * @param enhancedPing between two signs of life of an enhanced stream
 * @param traditionalPing the same of a traditional one
 * @param writeTimeout how long a client may take nothing
 */
public record Streams(
    ProgressHub hub,
    Sessions sessions,
    SseObserver observer,
    Duration retry,
    Duration enhancedPing,
    Duration traditionalPing,
    Duration writeTimeout) {

  private static final Logger log = LoggerFactory.getLogger("dev.tidings.sse");
  private static final Duration SLOWEST_TICK = Duration.ofSeconds(1);

  Duration ping(SseFormat format) {
    return format == SseFormat.ENHANCED ? enhancedPing : traditionalPing;
  }

  /** Streams a task from a place in its log. */
  public SseSession open(SseRequest request, TaskView task, Position position, SseSink sink) {
    return Session.open(this, request, task, position, sink);
  }

  /** Tells the observer; what it throws is logged and goes no further. */
  public void observe(Consumer<SseObserver> call) {
    try {
      call.accept(observer);
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError fault) {
      log.warn("Observer {} failed", observer.getClass().getName(), fault);
    }
  }

  /** How often to call {@link #tick}: often enough for the shortest of the times. */
  public Duration tickPeriod() {
    Duration period = SLOWEST_TICK;
    for (Duration time : new Duration[] {enhancedPing, traditionalPing, writeTimeout}) {
      Duration fine = time.dividedBy(8);
      period = fine.compareTo(period) < 0 ? fine : period;
    }
    return period;
  }

  /** Looks at the clocks of all sessions. */
  public void tick() {
    long nanos = hub.nanoTime();
    Instant now = hub.now();
    for (Session session : sessions.all()) {
      session.tick(nanos, now);
    }
  }

  /** Ends all sessions in order within the bound, and what is left then at once. */
  public void shutDown(Duration bound) throws InterruptedException {
    sessions.close();
    sessions.all().forEach(session -> session.closeAs(SessionEnd.SHUTDOWN));
    try {
      sessions.awaitNone(bound);
    } finally {
      sessions.all().forEach(session -> session.cut(SessionEnd.SHUTDOWN));
    }
  }
}
