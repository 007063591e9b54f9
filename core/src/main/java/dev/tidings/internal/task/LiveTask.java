package dev.tidings.internal.task;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Cancellation;
import dev.tidings.Fact;
import dev.tidings.HubObserver;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.StageProgress;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskSummary;
import dev.tidings.TaskView;
import dev.tidings.internal.run.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs here: the worker's side beside the watcher's. It has its {@link TaskWriter} say
 * something, and then, without a lock, tells readers, timers, observers and the work itself.
 *
 * <p>The work follows what was decided: whoever ends the writer stops it, at once. Watchers follow
 * what the state says.
 */
final class LiveTask extends LoggedTask implements ProgressTracker {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  private final TaskWriter writer;
  private final @Nullable JournalSender sender;
  private final @Nullable JournalReader journalReader;
  private final Tellings tellings;
  private final CancellationSource cancellation = new CancellationSource();
  private final Deadlines deadlines;
  private volatile long endedNanos;

  /** Whether it was logged that the facts fill their bound. */
  private volatile boolean full;

  /** What the task holds beside its log, in bytes. */
  private final long startBytes;

  /** The log's room that the hub knows of. */
  private volatile long knownRoom;

  /** Whether observers know of the task: nobody is told its end before its beginning. */
  @GuardedBy("this")
  private boolean started;

  @GuardedBy("this")
  private boolean endedEarly;

  /**
   * Accepts a task that only this process knows, and appends its first event.
   *
   * @param epoch no other run of a task has it
   */
  LiveTask(HubContext hub, Task task, String epoch) {
    this(hub, task, epoch, null, "");
  }

  /**
   * A task that is kept in a journal, where its first batch is to be.
   *
   * @param name whose that batch is
   */
  LiveTask(HubContext hub, Task task, String epoch, @Nullable SharedLog shared, String name) {
    super(hub, task, epoch, new TaskClock(hub));
    sender = shared == null ? null : new JournalSender(this, shared, name);
    journalReader = shared == null ? null : new JournalReader(this, shared);
    tellings = new Tellings(hub.blockingLine());
    writer = new TaskWriter(hub, clock(), state(), sender);
    deadlines = new Deadlines(this);
    startBytes = HeapEstimate.of(task);
    knownRoom = state().room();
  }

  /** Starts the deadlines; apart from the constructor, so that no timer sees half a task. */
  void start() {
    deadlines.taskAccepted();
    observe(observer -> observer.taskStarted(this));
    boolean over;
    synchronized (this) {
      started = true;
      over = endedEarly;
    }
    if (over) {
      tellEnd();
    }
  }

  @Override
  public TaskView view() {
    return this;
  }

  @Override
  public StageModel stages() {
    return hub().model();
  }

  @Override
  public void update(Stage stage, int percent, Message message) {
    Objects.requireNonNull(message, "message");
    int ordinal = hub().model().ordinal(stage);
    if (ordinal == 0 || stage.equals(Stage.COMPLETED)) {
      throw new IllegalArgumentException(
          "stage '" + stage + "' is the hub's to report; use one of " + hub().model().stages());
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
    TaskWriter.Advance advance = writer.advance(ordinal, percent, message);
    if (!told(advance.said())) {
      return;
    }
    if (advance.entered()) {
      deadlines.stageEntered(ordinal);
    }
    if (advance.left() != null) {
      tellLeft(advance.left());
    }
  }

  /** What follows an attempt to say something; whether it was said. */
  private boolean told(TaskWriter.Said said) {
    switch (said) {
      case SAID -> {
        passOn();
        tellGrowth();
      }
      case REFUSED -> refuse();
      case FULL -> refuseFact();
      case TOO_MUCH -> stopWithoutJournal();
    }
    return said == TaskWriter.Said.SAID;
  }

  /** Has what was said go its way: to readers, or to the journal first. */
  private void passOn() {
    if (sender == null) {
      wake();
    } else {
      sender.ask();
    }
  }

  @Override
  public StageProgress enter(Stage stage) {
    return enter(stage, Message.text(stage.name()));
  }

  @Override
  public StageProgress enter(Stage stage, Message message) {
    update(stage, hub().model().start(stage), message);
    return new StageShare(this, stage, message);
  }

  @Override
  public void token(String text) {
    if (text.isEmpty()) {
      return;
    }
    boolean unused = told(writer.text(text));
  }

  @Override
  public boolean data(String name, Map<String, ?> values) {
    return told(writer.tell(Fact.of(name, values)));
  }

  /** Tells the hub when the log has outgrown what is counted for it. */
  private void tellGrowth() {
    long room = state().room();
    if (room > knownRoom) {
      knownRoom = room;
      hub().onGrown().accept(this);
    }
  }

  @Override
  public boolean complete(TaskResult result) {
    if (!writer.complete(Objects.requireNonNull(result, "result"))) {
      refuse();
      return false;
    }
    passOn();
    stop();
    return true;
  }

  @Override
  public boolean fail(TaskFailure failure) {
    if (!seal(Objects.requireNonNull(failure, "failure"))) {
      refuse();
      return false;
    }
    stop();
    return true;
  }

  /** As {@link #fail}, but no observer is told of a refusal: nobody said anything too late. */
  boolean failIfRunning(TaskFailure failure) {
    return !decided() && fail(failure);
  }

  /**
   * Ends the task with a failure, and runs nobody's code; false if it had ended. {@link #stop} is
   * still to come.
   */
  boolean seal(TaskFailure failure) {
    boolean decided = writer.fail(failure);
    if (decided) {
      cancellation.announce();
      passOn();
    }
    return decided;
  }

  /** Stops the work, once, after the writer has ended the task; and tells its end, if it has it. */
  void stop() {
    deadlines.taskEnded();
    cancellation.request();
    if (sender == null) {
      ended();
    }
  }

  /** Gives up a journal that takes nothing; nothing happens if the task has an end. */
  void giveUp() {
    if (writer.giveUp()) {
      stopWithoutJournal();
    }
  }

  /** The journal takes nothing: stops the work, and cuts off whoever reads. */
  private void stopWithoutJournal() {
    stopSoon();
    cutReadersOff();
  }

  /** Has the work stopped in a turn of its own: it runs the host's code, which may block. */
  private void stopSoon() {
    cancellation.announce();
    passOn();
    hub().blockingLine().once(this::stop).ask();
  }

  /** Told by who sends that nothing more can be sent: the end is in the journal, or to be. */
  void endedElsewhere() {
    boolean ends = writer.close();
    if (sender != null) {
      sender.close();
    }
    if (ends) {
      stopSoon();
    }
  }

  @Override
  void applied(List<StagesReached.Left> left) {
    super.applied(left);
    left.forEach(stage -> tellings.add(() -> tellLeft(stage)));
    if (terminalSequence() > 0) {
      endedElsewhere();
      tellings.add(this::ended);
    } else {
      tellGrowth();
    }
  }

  @Override
  void lose() {
    super.lose();
    if (journalReader != null) {
      journalReader.close();
    }
    endedElsewhere();
    hub().onLost().accept(this);
  }

  /** What reads the journal for it; null without one. */
  @Nullable JournalReader journalReader() {
    return journalReader;
  }

  /** Tells the end, once, unless observers do not know of the task yet. */
  private void ended() {
    completeEnd();
    synchronized (this) {
      if (!started) {
        endedEarly = true;
        return;
      }
    }
    tellEnd();
  }

  private void tellEnd() {
    ProgressEvent end = Objects.requireNonNull(state().end(), "a task that has ended has its end");
    endedNanos = hub().ticker().getAsLong();
    if (end instanceof Completed completed) {
      tellCompleted(completed.summary());
    }
    observe(observer -> observer.taskEnded(this, end, elapsed()));
    hub().onEnded().accept(this);
  }

  private void tellLeft(StagesReached.Left left) {
    observe(observer -> observer.stageEnded(this, left.stage(), left.spent()));
  }

  private void tellCompleted(TaskSummary summary) {
    hub().history().record(summary.stageDurations());
    List<Stage> stages = summary.stagesCompleted();
    Stage last = stages.size() > 1 ? stages.get(stages.size() - 2) : Stage.QUEUED;
    Duration spent = summary.stageDurations().getOrDefault(last, Duration.ZERO);
    observe(observer -> observer.stageEnded(this, last, spent));
  }

  /** Whether the task has an end as far as this process is concerned. */
  boolean decided() {
    return writer.over();
  }

  private void refuseFact() {
    if (!full) {
      full = true;
      log.warn(
          "Task {} tells more data than it may, {} bytes; the rest is refused: tell less, or raise"
              + " factBytes of the hub",
          task().id(),
          hub().factBytes());
    }
    refuse();
  }

  private void refuse() {
    observe(observer -> observer.appendRefused(this));
  }

  private void observe(Consumer<HubObserver> call) {
    Faults.contain("observer", hub().observer(), () -> call.accept(hub().observer()));
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * How much heap the task holds, in bytes, by estimate; while it runs, with room for its next few
   * appends.
   */
  long bytes() {
    return startBytes + state().room();
  }

  /** When observers were told its end, on the hub's ticker; only of an ended task. */
  long endedNanos() {
    return endedNanos;
  }
}
