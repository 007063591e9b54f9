package dev.tidings.client;

import dev.tidings.client.TaskAccessException.Reason;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The events of a task, waited for where they are asked for; the last is its {@link TaskEvent.End}.
 * Nothing is read ahead: while nobody asks, nothing is read.
 *
 * <p>One thread reads. Any thread may close, upon which {@link #hasNext()} is false, at once for
 * who waits in it; only an event that it has found already can still be taken. An interrupt ends
 * the wait too, and closes.
 */
public final class TaskEvents implements Iterator<TaskEvent>, AutoCloseable {
  private final Follower follower;
  private final Answer answer;
  private @Nullable TaskEvent ahead;
  private @Nullable String lastId;
  private boolean ended;

  TaskEvents(Follower follower, Position from, int maxTextLength) {
    this.follower = follower;
    this.answer = new Answer(from.text(), maxTextLength);
    this.lastId = from.lastEventId();
  }

  /**
   * Whether there is another event; waits until that is known.
   *
   * @throws TaskAccessException if the task cannot be followed any further
   */
  @Override
  public boolean hasNext() {
    if (ahead == null) {
      try {
        ahead = follower.next();
      } catch (InterruptedException interrupted) {
        close();
        Thread.currentThread().interrupt();
        throw new TaskAccessException(
            Reason.INTERRUPTED, 0, "interrupted while waiting for an event", interrupted);
      }
    }
    return ahead != null;
  }

  /**
   * The next event, waiting for it.
   *
   * @throws NoSuchElementException if there is none any more
   * @throws TaskAccessException if the task cannot be followed any further
   */
  @Override
  public TaskEvent next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("the task has ended, or this was closed");
    }
    TaskEvent event = ahead;
    ahead = null;
    answer.take(event);
    if (event.id() != null) {
      lastId = event.id();
    }
    ended |= event instanceof TaskEvent.End;
    return event;
  }

  /** The same events as a stream, which closes this when it is closed. It can be used once. */
  public Stream<TaskEvent> stream() {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, kind), false)
        .onClose(this::close);
  }

  /**
   * The answer as far as {@link #next()} has given it, from where it is known. Only the reading
   * thread may ask.
   */
  public String text() {
    return answer.text();
  }

  /** How far {@link #next()} has come. Only the reading thread may ask. */
  public Position position() {
    return new Position(lastId, answer.whole() ? answer.text() : null);
  }

  /** Whether {@link #next()} has given the task's end. Only the reading thread may ask. */
  public boolean ended() {
    return ended;
  }

  /**
   * The call cuts the connection at once, on any thread; the task goes on. A second call does
   * nothing.
   */
  @Override
  public void close() {
    follower.close();
  }
}
