package dev.tidings.examples.fortune;

import dev.tidings.HubObserver;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.RagQuery.Delivery;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes questions in: knows whose each task is, how many a user has, and how many may wait. Told by
 * the hub when a task has ended or is forgotten. Thread-safe.
 */
final class Desk implements HubObserver, AutoCloseable {
  private final PoemIndex poems;
  private final ThreadPoolExecutor workers;
  private final int tasksPerUser;
  private final Duration deadline;
  private final ConcurrentMap<String, String> owners = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> unfinished = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Desk(PoemIndex poems, ServerSettings settings) {
    this.poems = poems;
    this.tasksPerUser = settings.tasksPerUser();
    this.deadline = settings.taskDeadline();
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
    checkPoem(question);
    if (draining) {
      throw Problem.busy("The server is stopping; ask again in a moment.");
    }
    takePlace(user);
    String id = "task_" + UUID.randomUUID();
    owners.put(id, user);
    ProgressTracker tracker;
    try {
      tracker = hub.start(task(id, question));
    } catch (RuntimeException refused) {
      owners.remove(id);
      leavePlace(user);
      throw draining ? Problem.busy("The server is stopping; ask again in a moment.") : refused;
    }
    Runnable work = () -> pipeline.run(tracker, query(question));
    try {
      workers.execute(work);
    } catch (RejectedExecutionException full) {
      tracker.cancel();
      throw Problem.busy("Too many questions are waiting; ask again in a moment.");
    }
    // A question that ends while it waits makes room for another.
    tracker.cancellation().onRequested(() -> workers.remove(work));
    return tracker.view();
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

  private Task task(String id, QuestionBody question) {
    return Task.create(id)
        .locale(question.language())
        .deadline(deadline)
        .attribute("deity_id", question.deityId())
        .attribute("fortune_number", question.fortuneNumber())
        .attribute("language", question.language().getLanguage())
        .attribute("streaming_enabled", question.streaming());
  }

  private static RagQuery query(QuestionBody question) {
    return new RagQuery(
        question.question(),
        question.language(),
        Map.of(
            PoemIndex.DEITY_ID, question.deityId(),
            PoemIndex.FORTUNE_NUMBER, question.fortuneNumber()),
        question.streaming() ? Delivery.STREAMED : Delivery.WITH_RESULT);
  }

  private void takePlace(String user) {
    unfinished.compute(
        user,
        (name, known) -> {
          int count = known == null ? 0 : known;
          if (count >= tasksPerUser) {
            throw Problem.tooManyTasks(tasksPerUser);
          }
          return count + 1;
        });
  }

  private void leavePlace(String user) {
    unfinished.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
  }

  /** Refuses every task that is not the user's. */
  void requireOwner(String taskId, String user) {
    String owner = owners.get(taskId);
    if (owner != null && !owner.equals(user)) {
      throw Problem.forbidden();
    }
  }

  @Override
  public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
    String owner = owners.get(task.task().id());
    if (owner != null) {
      leavePlace(owner);
    }
  }

  @Override
  public void taskEvicted(TaskView task) {
    owners.remove(task.task().id());
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
