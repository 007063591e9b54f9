package dev.tidings.examples.fortune;

import dev.tidings.HubFullException;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.RagQuery.Delivery;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Takes questions in, as many as may wait, and as many unfinished ones of a user as one may have;
 * whose task runs it asks the hub. Thread-safe.
 */
final class Desk implements AutoCloseable {
  private static final String STOPPING = "The server is stopping; ask again in a moment.";

  private final PoemIndex poems;
  private final ThreadPoolExecutor workers;
  private final int tasksPerUser;
  private final Duration deadline;

  /** Whether a user may have questions on other servers too. */
  private final boolean shared;

  /** Each user's questions are started one after the other, under one of these. */
  private final Object[] turns = Stream.generate(Object::new).limit(64).toArray();

  private volatile boolean draining;

  Desk(PoemIndex poems, ServerSettings settings) {
    this.poems = poems;
    this.tasksPerUser = settings.tasksPerUser();
    this.deadline = settings.taskDeadline();
    this.shared = settings.redis() != null;
    this.workers =
        new ThreadPoolExecutor(
            settings.workers(),
            settings.workers(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queueCapacity()),
            work -> new Thread(work, "worker"));
    this.workers.allowCoreThreadTimeOut(true);
  }

  /** Takes a question in and hands it to a worker; the task is in the hub when this returns. */
  TaskView ask(ProgressHub hub, RagPipeline pipeline, String user, QuestionBody question) {
    return ask(hub, pipeline, user, question, newTask());
  }

  /** A task with an id of its own. */
  static Task newTask() {
    return Task.create("task_" + UUID.randomUUID());
  }

  /**
   * The same, for a task that the caller has named.
   *
   * @throws IllegalArgumentException if there is a task of that id already
   */
  TaskView ask(
      ProgressHub hub, RagPipeline pipeline, String user, QuestionBody question, Task named) {
    checkPoem(question);
    if (draining) {
      throw Problem.busy(STOPPING);
    }
    if (workers.getQueue().remainingCapacity() == 0) {
      throw tooManyWaiting();
    }
    ProgressTracker tracker = start(hub, user, question, named);
    Runnable work = () -> pipeline.run(tracker, query(question));
    try {
      workers.execute(work);
    } catch (RejectedExecutionException full) {
      tracker.cancel();
      throw tooManyWaiting();
    }
    // A question that ends while it waits makes room for another.
    tracker.cancellation().onRequested(() -> workers.remove(work));
    return tracker.view();
  }

  /** Starts the task; of two questions of one user at once the second counts the first. */
  private ProgressTracker start(ProgressHub hub, String user, QuestionBody question, Task named) {
    synchronized (turns[Math.floorMod(user.hashCode(), turns.length)]) {
      requirePlace(hub, user);
      try {
        return hub.start(task(named, user, question));
      } catch (RuntimeException refused) {
        throw whyRefused(refused);
      }
    }
  }

  private RuntimeException whyRefused(RuntimeException refused) {
    if (refused instanceof JournalUnavailableException) {
      return draining ? Problem.busy(STOPPING) : Problem.storeAway();
    }
    if (refused instanceof HubFullException) {
      return Problem.busy("There are too many unfinished questions; ask again in a moment.");
    }
    return draining ? Problem.busy(STOPPING) : refused;
  }

  private static Problem tooManyWaiting() {
    return Problem.busy("Too many questions are waiting; ask again in a moment.");
  }

  private void checkPoem(QuestionBody question) {
    Deity deity =
        poems.deities().stream()
            .filter(known -> known.id().equals(question.deityId()))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.unknownDeity(
                        "Field 'deity_id' names no deity that is known here; GET /api/v1/deities"
                            + " lists them."));
    if (question.isSearch()) {
      return;
    }
    if (question.fortuneNumber() > deity.poemCount()) {
      throw Problem.unknownPoem(
          "Field 'fortune_number' must be 1 to "
              + deity.poemCount()
              + " for deity '"
              + deity.id()
              + "'.");
    }
    if (poems.find(deity.id(), question.fortuneNumber()).isEmpty()) {
      throw Problem.unknownPoem(
          "Field 'fortune_number' "
              + question.fortuneNumber()
              + " is missing from the poems 1 to "
              + deity.poemCount()
              + " of deity '"
              + deity.id()
              + "'.");
    }
  }

  private Task task(Task named, String user, QuestionBody question) {
    Task task =
        named
            .owner(user)
            .locale(question.language())
            .deadline(deadline)
            .attribute("deity_id", question.deityId());
    Task whole =
        question.isSearch() ? task : task.attribute("fortune_number", question.fortuneNumber());
    return whole
        .attribute("language", question.language().getLanguage())
        .attribute("streaming_enabled", question.streaming());
  }

  private static RagQuery query(QuestionBody question) {
    Map<String, Object> filters =
        question.isSearch()
            ? Map.of(PoemIndex.DEITY_ID, question.deityId())
            : Map.of(
                PoemIndex.DEITY_ID, question.deityId(),
                PoemIndex.FORTUNE_NUMBER, question.fortuneNumber());
    return new RagQuery(
        question.question(),
        question.language(),
        filters,
        question.streaming() ? Delivery.STREAMED : Delivery.WITH_RESULT);
  }

  /**
   * Refuses a user who has as many unfinished questions as one may have, on all servers together.
   * Servers that are asked at the same moment do not see each other's questions yet, so a user may
   * get a few more.
   */
  private void requirePlace(ProgressHub hub, String user) {
    Set<String> tasks = new HashSet<>();
    hub.running(user).forEach(task -> tasks.add(task.task().id()));
    if (shared) {
      tasks.addAll(everywhere(hub, user));
    }
    // With a journal a client may see an end a moment before this process does: it is asked then.
    if (tasks.size() >= tasksPerUser
        && tasks.stream().filter(id -> isUnfinished(hub, id)).limit(tasksPerUser).count()
            == tasksPerUser) {
      throw Problem.tooManyTasks(tasksPerUser);
    }
  }

  private static boolean isUnfinished(ProgressHub hub, String id) {
    return hub.find(id).filter(now -> now.terminalSequence() == 0).isPresent();
  }

  private static List<String> everywhere(ProgressHub hub, String user) {
    try {
      return hub.tasks(user).toCompletableFuture().join();
    } catch (CompletionException fault) {
      throw fault.getCause() instanceof JournalUnavailableException away ? away : fault;
    }
  }

  int waiting() {
    return workers.getQueue().size();
  }

  boolean draining() {
    return draining;
  }

  /** Refuses questions from now on. */
  void drain() {
    draining = true;
  }

  @Override
  public void close() {
    drain();
    workers.shutdownNow();
  }
}
