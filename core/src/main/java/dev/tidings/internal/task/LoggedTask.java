package dev.tidings.internal.task;

import dev.tidings.EventCursor;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.Registration;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskListener;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
  private final CompletableFuture<ProgressEvent> appliedEnd = new CompletableFuture<>();
  private volatile boolean gone;
  private volatile boolean givenUp;

  LoggedTask(HubContext hub, Task task, String epoch, TaskClock clock) {
    this.hub = hub;
    this.task = task;
    this.epoch = epoch;
    this.clock = clock;
    state = new TaskState(clock.startMillis(), hub.retainedBytes());
    watchers = new Watchers(hub.line());
    unwatchedSinceNanos = hub.ticker().getAsLong();
  }

  final TaskClock clock() {
    return clock;
  }

  final TaskState state() {
    return state;
  }

  /**
   * Told when more of the journal was applied to the state, in a turn.
   *
   * @param left the stages that were left on the way
   */
  void applied(List<StagesReached.Left> left) {
    wake();
    completeEnd();
  }

  /** Tells those who wait for the end, if it is there. */
  final void completeEnd() {
    ProgressEvent end = terminalSequence() > 0 ? state.end() : null;
    if (end != null) {
      appliedEnd.complete(end);
    }
  }

  /** Completes with the end, wherever that was applied; for the hub's own use. */
  final CompletableFuture<ProgressEvent> appliedEnd() {
    return appliedEnd;
  }

  /**
   * Told when the journal has no such task any more, or one that cannot be read on: nothing more
   * will come, and whoever reads it is cut off.
   */
  void lose() {
    gone = true;
    wake();
    appliedEnd.completeExceptionally(
        new IllegalStateException("task " + task.id() + " is not in its journal any more"));
  }

  /** Whether nothing more will come though there is no end. */
  public final boolean gone() {
    return gone;
  }

  /**
   * Told when the journal takes nothing of the task any more. Its end is not yet a fact, and may be
   * long in coming; whoever reads the task is cut off, and finds the end when they come again.
   */
  final void cutReadersOff() {
    givenUp = true;
    wake();
  }

  /** Whether whoever has read all that there is is to be cut off. */
  public final boolean cutOff() {
    return gone || (givenUp && terminalSequence() == 0);
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
    touch();
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

  @Override
  public final Optional<ProgressEvent> terminalEvent() {
    return Optional.ofNullable(state.end());
  }

  /** The sequence of the last event. */
  public final long lastSequence() {
    return state.lastSequence();
  }

  @Override
  public final CompletionStage<ProgressEvent> end() {
    return appliedEnd.thenApplyAsync(end -> end, hub.blockingLine().asExecutor());
  }

  @Override
  public final CompletionStage<Boolean> requestCancel(Message reason) {
    TaskFailure failure = TaskFailure.of(FailureCode.CANCELLED).withMessage(reason);
    return hub.canceller().apply(this, failure);
  }

  /** Counts as a look at the task. */
  final void touch() {
    unwatchedSinceNanos = hub.ticker().getAsLong();
  }

  @Override
  public final int subscribers() {
    return watchers.count();
  }

  @Override
  public final Duration silence() {
    return Duration.ofMillis(Math.max(0, clock.millis() - state.lastMillis()));
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
    return LogCursor.of(this, state, position);
  }

  /**
   * A cursor for a reader that shows no text: a sequence alone says where it goes on, also inside
   * texts that were joined. What it gives of a text there may have been given before.
   */
  public final EventCursor cursorBySequence(Position position) {
    return LogCursor.bySequence(this, state, position);
  }

  /** Whether a reader of everything at that place can be told what it has not seen. */
  public final boolean reaches(Position position) {
    return state.reaches(position.after());
  }

  /** The same for a reader that shows no text. */
  public final boolean holds(Position position) {
    return state.holds(position.after());
  }

  @Override
  public final Registration subscribe(Position position, TaskListener listener) {
    return ListenerSubscription.start(this, cursor(position), listener);
  }

  /** Asks for the reader's turn after every change, until what is returned is closed. */
  public final Registration watch(Line.Turn reader) {
    return watchers.add(reader, this::touch);
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
