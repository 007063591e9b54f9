package dev.tidings.internal;

import dev.tidings.EventCursor;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskListener;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher's side of a task: its state, and who reads that as it grows. It holds no lock of its
 * own. Thread-safe.
 */
public class LoggedTask implements TaskView {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  private final HubContext hub;
  private final Task task;
  private final String epoch;
  private final TaskClock clock;
  private final TaskState state;
  private final Watchers watchers;
  private volatile long unwatchedSinceNanos;

  LoggedTask(HubContext hub, Task task, String epoch) {
    this.hub = hub;
    this.task = task;
    this.epoch = epoch;
    clock = new TaskClock(hub);
    state = new TaskState(clock.startMillis(), hub.retainedBytes());
    watchers = new Watchers(hub.line());
    unwatchedSinceNanos = clock.startNanos();
  }

  final TaskClock clock() {
    return clock;
  }

  final TaskState state() {
    return state;
  }

  /** Has everybody read soon. Called after each change of the state, without a lock. */
  final void wake() {
    watchers.wake();
  }

  @Override
  public final Task task() {
    return task;
  }

  @Override
  public final Instant createdAt() {
    return Instant.ofEpochMilli(clock.startMillis());
  }

  @Override
  public final TaskSnapshot snapshot() {
    // Whoever polls watches, too.
    unwatchedSinceNanos = hub.ticker().getAsLong();
    return state.snapshot();
  }

  @Override
  public final Stage stage() {
    return state.stage();
  }

  @Override
  public final long terminalSequence() {
    return state.terminalSequence();
  }

  /** The sequence of the last event. */
  public final long lastSequence() {
    return state.lastSequence();
  }

  @Override
  public final int subscribers() {
    return watchers.count();
  }

  @Override
  public final long silentMillis() {
    return Math.max(0, clock.millis() - state.lastMillis());
  }

  @Override
  public final Duration elapsed() {
    ProgressEvent end = state.end();
    long until = end == null ? clock.millis() : end.epochMillis();
    return Duration.ofMillis(Math.max(0, until - clock.startMillis()));
  }

  @Override
  public final String epoch() {
    return epoch;
  }

  @Override
  public final String render(Message message) {
    try {
      return hub.messages().render(message, task.locale());
    } catch (RuntimeException unrenderable) {
      // The arguments may be a user's text, so only the key is told, and only it is shown.
      log.warn("Message {} cannot be rendered in {}", message.key(), task.locale(), unrenderable);
      return String.valueOf(message.key());
    }
  }

  @Override
  public final EventCursor cursor(Position position) {
    return new LogCursor(this, state, position);
  }

  @Override
  public final Registration subscribe(Position position, TaskListener listener) {
    return ListenerSubscription.start(this, cursor(position), listener);
  }

  /** Asks for the reader's turn after every change, until what is returned is closed. */
  public final Registration watch(Line.Turn reader) {
    return watchers.add(reader, () -> unwatchedSinceNanos = hub.ticker().getAsLong());
  }

  /** What it shares with the hub's other tasks. */
  public final HubContext hub() {
    return hub;
  }

  /** How long nobody has watched, in nanoseconds; 0 while somebody does. */
  final long unwatchedNanos(long now) {
    return watchers.count() > 0 ? 0 : Math.max(0, now - unwatchedSinceNanos);
  }
}
