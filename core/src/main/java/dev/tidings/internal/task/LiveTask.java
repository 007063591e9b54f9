package dev.tidings.internal.task;

import dev.tidings.Cancellation;
import dev.tidings.Fact;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.StageProgress;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs here: the worker's side beside the watcher's. It has its {@link TaskWriter} say
 * something, and then, without a lock, tells readers, timers and the work itself, and by its {@link
 * Tellings} the hub and its observer.
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

  /** Whether it was logged that the facts fill their bound. */
  private volatile boolean full;

  /** What the task holds beside its log, in bytes. */
  private final long startBytes;

  /** The log's room that the hub knows of. */
  private volatile long knownRoom;

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
    tellings = new Tellings(this);
    writer = new TaskWriter(hub, clock(), state(), sender);
    deadlines = new Deadlines(this);
    startBytes = HeapEstimate.of(task);
    knownRoom = state().room();
  }

  /** Starts the deadlines; apart from the constructor, so that no timer sees half a task. */
  void start() {
    deadlines.taskAccepted();
    tellings.started();
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
      tellings.left(advance.left());
    }
  }

  /** What follows an attempt to say something; whether it was said. */
  private boolean told(TaskWriter.Said said) {
    switch (said) {
      case SAID -> {
        passOn();
        tellGrowth();
      }
      case REFUSED -> tellings.refused();
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
      tellings.refused();
      return false;
    }
    passOn();
    stop();
    return true;
  }

  @Override
  public boolean fail(TaskFailure failure) {
    if (!seal(Objects.requireNonNull(failure, "failure"))) {
      tellings.refused();
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
    left.forEach(stage -> tellings.soon(() -> tellings.left(stage)));
    if (terminalSequence() > 0) {
      endedElsewhere();
      tellings.soon(this::ended);
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

  private void ended() {
    completeEnd();
    tellings.ended();
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
    tellings.refused();
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
    return tellings.endedNanos();
  }
}
