package dev.tidings.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Cancellation;
import dev.tidings.EventCursor;
import dev.tidings.HubObserver;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressTracker;
import dev.tidings.Registration;
import dev.tidings.Stage;
import dev.tidings.StageProgress;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskListener;
import dev.tidings.TaskResult;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskSummary;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: the worker's side and the watcher's side of one {@link TaskRecord}. It holds no lock of
 * its own: it changes the record, and then tells readers, timers, observers and the work itself.
 */
public final class LiveTask implements ProgressTracker, TaskView {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  private final HubContext hub;
  private final Task task;
  private final String epoch;
  private final TaskRecord record;
  private final Watchers watchers;
  private final CancellationSource cancellation = new CancellationSource();
  private final Deadlines deadlines;
  private volatile long unwatchedSinceNanos;

  /** What the task and its end hold beside the log, in bytes. */
  private final long startBytes;

  private volatile long endBytes;

  /** The log's room that the hub knows of. */
  private volatile long knownRoom;

  /** Whether observers know of the task: nobody is told its end before its beginning. */
  @GuardedBy("this")
  private boolean started;

  @GuardedBy("this")
  private @Nullable Runnable earlyEnd;

  /**
   * Accepts the task and appends its first event.
   *
   * @param epoch no other run of a task has it
   */
  public LiveTask(HubContext hub, Task task, String epoch) {
    this.hub = hub;
    this.task = task;
    this.epoch = epoch;
    this.record = new TaskRecord(hub);
    this.watchers = new Watchers(hub.line());
    this.unwatchedSinceNanos = record.startNanos();
    this.deadlines = new Deadlines(this);
    this.startBytes = HeapEstimate.of(task);
    this.knownRoom = record.room();
  }

  /** Starts the deadlines; apart from the constructor, so that no timer sees half a task. */
  public void start() {
    deadlines.taskAccepted();
    observe(observer -> observer.taskStarted(this));
    Runnable end;
    synchronized (this) {
      started = true;
      end = earlyEnd;
      earlyEnd = null;
    }
    if (end != null) {
      end.run();
    }
  }

  // The worker's side.

  @Override
  public TaskView view() {
    return this;
  }

  @Override
  public void update(Stage stage, int percent, Message message) {
    Objects.requireNonNull(message, "message");
    int ordinal = hub.model().ordinal(stage);
    if (ordinal == 0 || stage.equals(Stage.COMPLETED)) {
      throw new IllegalArgumentException(
          "stage '" + stage + "' is the hub's to report; use one of " + hub.model().stages());
    }
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent " + percent + " must be 0 to 100");
    }
    advance(ordinal, Math.min(percent, 99), message);
  }

  @Override
  public void note(Message message) {
    Objects.requireNonNull(message, "message");
    advance(0, 0, message);
  }

  private void advance(int ordinal, int percent, Message message) {
    TaskRecord.Advance advance = record.advance(ordinal, percent, message);
    Stage left = advance.left();
    if (!advance.accepted()) {
      refuse();
      return;
    }
    appended();
    if (left != null) {
      deadlines.stageEntered(ordinal);
      observe(observer -> observer.stageEnded(this, left, advance.spent()));
    }
  }

  @Override
  public StageProgress enter(Stage stage) {
    return enter(stage, Message.text(stage.name()));
  }

  @Override
  public StageProgress enter(Stage stage, Message message) {
    update(stage, hub.model().start(stage), message);
    return new StageShare(this, hub.model(), stage, message);
  }

  @Override
  public void token(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (record.text(text)) {
      appended();
    } else {
      refuse();
    }
  }

  /** Has readers woken, and the hub told when the log has outgrown what is counted for it. */
  private void appended() {
    watchers.wake();
    long room = record.room();
    if (room > knownRoom) {
      knownRoom = room;
      hub.onGrown().accept(this);
    }
  }

  @Override
  public boolean complete(TaskResult result) {
    long bytes = HeapEstimate.of(Objects.requireNonNull(result, "result"));
    Completed terminal = record.complete(result);
    if (terminal == null) {
      refuse();
      return false;
    }
    endBytes = bytes;
    watchers.wake();
    TaskSummary summary = terminal.summary();
    hub.history().record(summary.stageDurations());
    List<Stage> stages = summary.stagesCompleted();
    Stage last = stages.size() > 1 ? stages.get(stages.size() - 2) : Stage.QUEUED;
    observe(
        observer ->
            observer.stageEnded(
                this, last, summary.stageDurations().getOrDefault(last, Duration.ZERO)));
    afterEnd(terminal, summary.total());
    return true;
  }

  @Override
  public boolean fail(TaskFailure failure) {
    Failed terminal = seal(Objects.requireNonNull(failure, "failure"));
    if (terminal == null) {
      refuse();
      return false;
    }
    afterFailure(terminal);
    return true;
  }

  /** Ends the log, which runs nobody's code; null if it had ended. */
  @Nullable Failed seal(TaskFailure failure) {
    long bytes = HeapEstimate.of(failure);
    Failed terminal = record.fail(failure);
    if (terminal != null) {
      endBytes = bytes;
      cancellation.announce();
      watchers.wake();
    }
    return terminal;
  }

  /** Stops the work and tells everybody, once, after {@link #seal} has ended the log. */
  void afterFailure(Failed terminal) {
    afterEnd(terminal, Duration.ofNanos(record.lastNanos() - record.startNanos()));
  }

  private void afterEnd(ProgressEvent terminal, Duration total) {
    deadlines.taskEnded();
    cancellation.request();
    Runnable tell =
        () -> {
          observe(observer -> observer.taskEnded(this, terminal, total));
          hub.onEnded().accept(this);
        };
    synchronized (this) {
      if (!started) {
        earlyEnd = tell;
        return;
      }
    }
    tell.run();
  }

  private void refuse() {
    observe(observer -> observer.appendRefused(this));
  }

  private void observe(Consumer<HubObserver> call) {
    Faults.contain("observer", hub.observer(), () -> call.accept(hub.observer()));
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  // The watcher's side.

  @Override
  public Task task() {
    return task;
  }

  @Override
  public Instant createdAt() {
    return Instant.ofEpochMilli(record.startMillis());
  }

  @Override
  public TaskSnapshot snapshot() {
    // Whoever polls watches, too.
    unwatchedSinceNanos = hub.ticker().getAsLong();
    return record.snapshot();
  }

  @Override
  public Stage stage() {
    return record.stage();
  }

  @Override
  public long terminalSequence() {
    return record.terminalSequence();
  }

  @Override
  public int subscribers() {
    return watchers.count();
  }

  @Override
  public long silentMillis() {
    return TimeUnit.NANOSECONDS.toMillis(hub.ticker().getAsLong() - record.lastNanos());
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public String render(Message message) {
    try {
      return hub.messages().render(message, task.locale());
    } catch (RuntimeException unrenderable) {
      // The arguments may be a user's text, so only the key is told, and only it is shown.
      log.warn("Message {} cannot be rendered in {}", message.key(), task.locale(), unrenderable);
      return String.valueOf(message.key());
    }
  }

  @Override
  public EventCursor cursor(Position position) {
    return new LogCursor(this, record, position);
  }

  @Override
  public Registration subscribe(Position position, TaskListener listener) {
    return ListenerSubscription.start(this, cursor(position), listener);
  }

  /** Asks for the reader's turn after every append, until what is returned is closed. */
  public Registration watch(Line.Turn reader) {
    return watchers.add(reader, () -> unwatchedSinceNanos = hub.ticker().getAsLong());
  }

  /** What it shares with the hub's other tasks. */
  public HubContext hub() {
    return hub;
  }

  /**
   * How much heap the task holds, in bytes, by estimate; while it runs, with room for its next few
   * events. What those who read it hold is not in it.
   */
  public long bytes() {
    return startBytes + endBytes + record.room();
  }

  /** How long nobody has watched, in nanoseconds; 0 while somebody does. */
  long unwatchedNanos(long now) {
    return watchers.count() > 0 ? 0 : Math.max(0, now - unwatchedSinceNanos);
  }

  /** When it ended on the hub's ticker; only of an ended task. */
  long endedNanos() {
    return record.lastNanos();
  }
}
