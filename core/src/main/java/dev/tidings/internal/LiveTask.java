package dev.tidings.internal;

import static java.time.Duration.ZERO;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Cancellation;
import dev.tidings.EventCursor;
import dev.tidings.FailureCode;
import dev.tidings.HubObserver;
import dev.tidings.Message;
import dev.tidings.Outcome;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One task: the worker's side and the watcher's side of one log.
 *
 * <p><b>Locking.</b> The log's monitor guards the log, the fold and how the task ended; the clock
 * is read under it, so that timestamps follow the sequence. It is the innermost lock and is held
 * for a few field writes: observers, wakes, cancellation actions and executors are all called after
 * it is released.
 *
 * <p><b>The end.</b> {@code ended} changes from null once, in the same hold of the lock that
 * appends the terminal event. Every append checks it first, so nothing follows that event, and
 * whoever changes it alone goes on to tell the others.
 */
public final class LiveTask implements ProgressTracker, TaskView {
  private static final char NO_HALF = 0;

  private final HubContext hub;
  private final Task task;
  private final long startNanos;
  private final long startMillis;
  private final Watchers watchers = new Watchers();
  private final CancellationSource cancellation = new CancellationSource();
  private final Deadlines deadlines;
  private final TaskLog log;

  @GuardedBy("log")
  private final TaskFold fold;

  @GuardedBy("log")
  private long lastNanos;

  /** The first half of a surrogate pair whose second half has not come yet. */
  @GuardedBy("log")
  private char half = NO_HALF;

  @GuardedBy("log")
  private @Nullable Outcome ended;

  @GuardedBy("log")
  private @Nullable TaskFailure failure;

  private volatile long terminalSequence;
  private volatile long unwatchedSinceNanos;

  /** Accepts the task and appends its first event. */
  public LiveTask(HubContext hub, Task task) {
    this.hub = hub;
    this.task = task;
    this.startNanos = hub.ticker().getAsLong();
    this.startMillis = hub.clock().millis();
    this.lastNanos = startNanos;
    this.unwatchedSinceNanos = startNanos;
    this.log = new TaskLog(hub.retainedBytes());
    this.fold = new TaskFold(hub.model(), startNanos);
    this.log.append(new Queued(1, startMillis));
    this.deadlines = new Deadlines(hub, task, this::timeOut);
  }

  /** Starts the deadlines; apart from the constructor, so that no timer sees half a task. */
  public void start() {
    deadlines.taskAccepted();
    observe(observer -> observer.taskStarted(this));
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
    boolean accepted;
    Stage left = null;
    long spentNanos = 0;
    synchronized (log) {
      accepted = ended == null;
      if (accepted) {
        long now = now();
        if (ordinal > fold.ordinal()) {
          left = fold.stage();
          spentNanos = now - fold.stageEnteredNanos();
        }
        fold.advance(ordinal, percent, message, now);
        appendProgress(left != null, message, now);
      }
    }
    if (!accepted) {
      refuse();
    } else if (left != null) {
      stageEntered(ordinal, left, Duration.ofNanos(spentNanos));
    }
    wake();
  }

  @GuardedBy("log")
  private void appendProgress(boolean entered, Message message, long now) {
    long inStage = TimeUnit.NANOSECONDS.toMillis(now - fold.stageEnteredNanos());
    log.append(
        new Progress(
            log.lastSequence() + 1,
            millisAt(now),
            fold.stage(),
            entered,
            fold.percent(),
            message,
            hub.history().remainingMillis(fold.ordinal(), inStage),
            fold.updates()));
  }

  private void stageEntered(int ordinal, Stage left, Duration spent) {
    deadlines.stageEntered(ordinal);
    observe(observer -> observer.stageEnded(this, left, spent));
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
    boolean accepted;
    synchronized (log) {
      accepted = ended == null;
      if (accepted) {
        String whole = half == NO_HALF ? text : half + text;
        char last = whole.charAt(whole.length() - 1);
        half = Character.isHighSurrogate(last) ? last : NO_HALF;
        if (half != NO_HALF) {
          whole = whole.substring(0, whole.length() - 1);
        }
        if (!whole.isEmpty()) {
          appendText(whole, now());
        }
      }
    }
    if (!accepted) {
      refuse();
    }
    wake();
  }

  @GuardedBy("log")
  private void appendText(String text, long now) {
    log.append(
        new Text(log.lastSequence() + 1, millisAt(now), fold.stage(), text, log.textLength()));
  }

  @Override
  public boolean complete(TaskResult result) {
    Objects.requireNonNull(result, "result");
    Completed terminal = null;
    Stage left = null;
    synchronized (log) {
      if (ended == null) {
        long now = now();
        flushHalf(now);
        left = fold.stage();
        Message message = Message.of("task.completed");
        fold.advance(hub.model().ordinal(Stage.COMPLETED), 100, message, now);
        appendProgress(true, message, now);
        terminal = new Completed(log.lastSequence() + 1, millisAt(now), result, fold.summary(now));
        seal(terminal, Outcome.COMPLETED);
      }
    }
    if (terminal == null || left == null) {
      refuse();
      return false;
    }
    Stage last = left;
    TaskSummary summary = terminal.summary();
    hub.history().record(summary.stageDurations());
    observe(o -> o.stageEnded(this, last, summary.stageDurations().getOrDefault(last, ZERO)));
    afterEnd(terminal, summary.total());
    return true;
  }

  @Override
  public boolean fail(TaskFailure reason) {
    Objects.requireNonNull(reason, "failure");
    Failed terminal = null;
    synchronized (log) {
      if (ended == null) {
        long now = now();
        flushHalf(now);
        TaskFailure whole = withStreamedText(reason);
        failure = whole;
        terminal = new Failed(log.lastSequence() + 1, millisAt(now), fold.stage(), whole);
        seal(terminal, reason.code() == FailureCode.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED);
      }
    }
    if (terminal == null) {
      refuse();
      return false;
    }
    afterEnd(terminal, Duration.ofMillis(terminal.epochMillis() - startMillis));
    return true;
  }

  @GuardedBy("log")
  private TaskFailure withStreamedText(TaskFailure reason) {
    return reason.partialResponse() == null && log.textLength() > 0
        ? reason.withPartialResponse(log.text())
        : reason;
  }

  /** A first half whose second never came is part of the text all the same. */
  @GuardedBy("log")
  private void flushHalf(long now) {
    if (half != NO_HALF) {
      appendText(String.valueOf(half), now);
      half = NO_HALF;
    }
  }

  @GuardedBy("log")
  private void seal(ProgressEvent terminal, Outcome outcome) {
    log.append(terminal);
    ended = outcome;
    terminalSequence = terminal.sequence();
  }

  private void afterEnd(ProgressEvent terminal, Duration total) {
    deadlines.taskEnded();
    wake();
    cancellation.request();
    hub.onEnded().accept(this);
    observe(observer -> observer.taskEnded(this, terminal, total));
  }

  private void timeOut(FailureCode code) {
    if (terminalSequence == 0) {
      fail(TaskFailure.of(code));
    }
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

  private void wake() {
    if (watchers.askForDispatch()) {
      hub.dispatcher().dispatchSoon(watchers);
    }
  }

  @GuardedBy("log")
  private long now() {
    lastNanos = hub.ticker().getAsLong();
    return lastNanos;
  }

  private long millisAt(long nanos) {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
  }

  // The watcher's side.

  @Override
  public Task task() {
    return task;
  }

  @Override
  public Instant createdAt() {
    return Instant.ofEpochMilli(startMillis);
  }

  @Override
  public TaskSnapshot snapshot() {
    synchronized (log) {
      long at = ended == null ? hub.ticker().getAsLong() : lastNanos;
      TaskSnapshot state = fold.snapshot(log.lastSequence(), log.text(), ended, at);
      return failure == null ? state : state.withMessage(failure.message());
    }
  }

  @Override
  public Stage stage() {
    synchronized (log) {
      return fold.stage();
    }
  }

  @Override
  public long terminalSequence() {
    return terminalSequence;
  }

  @Override
  public int subscribers() {
    return watchers.count();
  }

  @Override
  public long silentMillis() {
    synchronized (log) {
      return TimeUnit.NANOSECONDS.toMillis(hub.ticker().getAsLong() - lastNanos);
    }
  }

  @Override
  public String render(Message message) {
    return hub.messages().render(message, task.locale());
  }

  @Override
  public EventCursor cursor(Position position) {
    return new LogCursor(this, position);
  }

  @Override
  public Registration subscribe(Position position, TaskListener listener) {
    return ListenerSubscription.start(this, hub, cursor(position), listener);
  }

  Registration watch(Runnable watcher) {
    Registration registration = watchers.add(watcher);
    AtomicBoolean watching = new AtomicBoolean(true);
    return () -> {
      if (watching.getAndSet(false)) {
        unwatchedSinceNanos = hub.ticker().getAsLong();
        registration.close();
      }
    };
  }

  /** How long nobody has watched, in nanoseconds; 0 while somebody does. */
  public long unwatchedNanos(long now) {
    return watchers.count() > 0 ? 0 : Math.max(0, now - unwatchedSinceNanos);
  }

  /** When it ended on the hub's ticker; only of an ended task. */
  public long endedNanos() {
    synchronized (log) {
      return lastNanos;
    }
  }

  long lastSequence() {
    synchronized (log) {
      return log.lastSequence();
    }
  }

  /**
   * At most that many events after a place; where they are no longer kept, a resync up to now, and
   * the terminal event if it is there already.
   */
  List<ProgressEvent> read(long after, int max) {
    synchronized (log) {
      if (log.reaches(after)) {
        return log.read(after, max);
      }
      long point = log.lastSequence() - (ended == null ? 0 : 1);
      TaskSnapshot state = fold.snapshot(point, log.text(), null, lastNanos);
      Resync resync = new Resync(point, millisAt(lastNanos), state);
      return ended == null || max == 1
          ? List.of(resync)
          : List.of(resync, log.read(point, 1).get(0));
    }
  }
}
