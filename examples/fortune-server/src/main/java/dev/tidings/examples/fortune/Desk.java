package dev.tidings.examples.fortune;

import dev.tidings.HubFullException;
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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Takes questions in: knows how many unfinished ones a user has, and how many may wait. Told by the
 * hub when a task has ended. Thread-safe.
 */
final class Desk implements HubObserver, AutoCloseable {
  private final PoemIndex poems;
  private final ThreadPoolExecutor workers;
  private final int tasksPerUser;
  private final Duration deadline;

  /** The tasks of each user; a set is changed only under the map's lock of its key. */
  private final ConcurrentMap<String, Set<String>> unfinished = new ConcurrentHashMap<>();

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
    if (workers.getQueue().remainingCapacity() == 0) {
      throw tooManyWaiting();
    }
    String id = "task_" + UUID.randomUUID();
    takePlace(hub, user, id);
    ProgressTracker tracker;
    try {
      tracker = hub.start(task(id, user, question));
    } catch (RuntimeException refused) {
      leavePlace(user, id);
      throw whyRefused(refused);
    }
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

  private RuntimeException whyRefused(RuntimeException refused) {
    if (refused instanceof HubFullException) {
      return Problem.busy("There are too many unfinished questions; ask again in a moment.");
    }
    return draining ? Problem.busy("The server is stopping; ask again in a moment.") : refused;
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

  private Task task(String id, String user, QuestionBody question) {
    return Task.create(id)
        .owner(user)
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

  private void takePlace(ProgressHub hub, String user, String id) {
    if (!takesPlace(user, id, Set.of())) {
      // A client may see an end a moment before this desk is told of it. The hub may have to wait
      // for
      // that, so it is asked without the lock that who tells this desk needs.
      Set<String> ended =
          placesOf(user).stream()
              .filter(
                  other -> hub.find(other).filter(task -> task.terminalSequence() > 0).isPresent())
              .collect(Collectors.toSet());
      if (!takesPlace(user, id, ended)) {
        throw Problem.tooManyTasks(tasksPerUser);
      }
    }
  }

  private boolean takesPlace(String user, String id, Set<String> ended) {
    AtomicBoolean taken = new AtomicBoolean();
    unfinished.compute(
        user,
        (name, known) -> {
          Set<String> ids = known == null ? new HashSet<>() : known;
          ids.removeAll(ended);
          taken.set(ids.size() < tasksPerUser && ids.add(id));
          return ids.isEmpty() ? null : ids;
        });
    return taken.get();
  }

  private Set<String> placesOf(String user) {
    Set<String> places = new HashSet<>();
    unfinished.computeIfPresent(
        user,
        (name, ids) -> {
          places.addAll(ids);
          return ids;
        });
    return places;
  }

  private void leavePlace(String user, String id) {
    unfinished.computeIfPresent(
        user,
        (name, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  @Override
  public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
    task.owner().ifPresent(user -> leavePlace(user, task.task().id()));
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
