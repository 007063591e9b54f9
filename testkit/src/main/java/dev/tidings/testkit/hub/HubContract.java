package dev.tidings.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a hub promises whoever starts a task and whoever watches it, wherever these two are. A
 * subclass gives two hubs that share a journal, or one hub twice, on the test's thread; what it
 * throws fails the test.
 */
public abstract class HubContract {
  private static final int PATIENCE = 10;
  private static final Message STEP = Message.of("rag.started", 7, "籤");

  private final String id = "task_" + UUID.randomUUID();
  private final String owner = "owner_" + UUID.randomUUID();
  private ProgressHub worker;
  private ProgressHub watcher;

  /** The constructor is for subclasses. */
  protected HubContract() {}

  /** The hub whose process does the work; a new one for each test, with its own threads. */
  protected abstract ProgressHub worker() throws Exception;

  /** A hub that sees the worker's tasks, called after {@link #worker}; or the same hub. */
  protected abstract ProgressHub watcher() throws Exception;

  /** Two hubs, or one. */
  @BeforeEach
  void open() throws Exception {
    worker = worker();
    watcher = watcher();
  }

  /** Both go. */
  @AfterEach
  void close() {
    worker.close();
    watcher.close();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
  }

  private static List<ProgressEvent> read(TaskView task, long after) {
    return task.cursor(Position.after(after)).read(Integer.MAX_VALUE);
  }

  private static String text(List<ProgressEvent> events) {
    StringBuilder all = new StringBuilder();
    events.forEach(event -> all.append(event instanceof Text text ? text.text() : ""));
    return all.toString();
  }

  private Task task() {
    return Task.create(id).owner(owner);
  }

  private TaskView found(ProgressHub hub) throws Exception {
    return await(hub.findAsync(id)).orElseThrow();
  }

  /** Every kind of thing that a worker says, but an end. */
  private static void work(ProgressTracker tracker) {
    tracker.update(Stage.PROCESSING, 5, STEP);
    tracker.update(Stage.ANALYZING_RAG, 25, Message.text("looks up"));
    tracker.note(Message.text("waits"));
    tracker.data("sources", Map.of("sources", List.of(Map.of("title", "籤 \uD83D", "n", 40))));
    tracker.update(Stage.GENERATING_LLM, 65, STEP);
    tracker.data("attempt", Map.of("attempt", 1, "retry", true));
    tracker.token("根據 \uD83D");
    tracker.token("\uDC09\u0000\r\n");
    tracker.token(" ".repeat(5_000));
    tracker.data("attempt", Map.of("attempt", 2, "score", 0.5));
    tracker.update(Stage.GENERATING_LLM, 40, Message.text("not back"));
    tracker.token("end");
  }

  private static TaskResult result() {
    return new TaskResult(
        "answer", null, List.of(new Source("t", 0.5, Map.of("n", 40))), "model", "stop", null);
  }

  /** The whole of it, up to the end. */
  private ProgressTracker tell() throws Exception {
    ProgressTracker tracker = worker.start(task());
    work(tracker);
    assertThat(tracker.complete(result())).isTrue();
    await(tracker.view().end());
    return tracker;
  }

  /** What a host says of a task is known wherever it is found. */
  @Test
  void aTaskIsFoundWithAllThatItsHostSaidOfIt() throws Exception {
    Task said =
        task()
            .locale(Locale.JAPANESE)
            .attribute("deity_id", "guan_yu")
            .attribute("number", 40)
            .privateAttribute("plan", "gold");
    TaskView started = worker.start(said).view();

    TaskView found = found(watcher);

    assertThat(found.task().id()).isEqualTo(id);
    assertThat(found.owner()).contains(owner);
    assertThat(found.task().locale()).isEqualTo(Locale.JAPANESE);
    assertThat(found.task().attributes()).isEqualTo(said.attributes());
    assertThat(found.task().privateAttributes()).isEqualTo(Map.of("plan", "gold"));
    assertThat(found.epoch()).isEqualTo(started.epoch()).startsWith(watcher.epoch());
    assertThat(found.createdAt()).isEqualTo(started.createdAt());
    assertThat(found.snapshot().status()).isEqualTo("queued");
    assertThat(watcher.find(id)).isPresent();
  }

  /** Who watches is told what the worker's own hub tells. */
  @Test
  void everyWatcherIsToldTheSameEventsLive() throws Exception {
    ProgressTracker tracker = worker.start(task());
    BlockingQueue<ProgressEvent> told = new LinkedBlockingQueue<>();
    found(watcher).subscribe((task, event) -> told.add(event));
    work(tracker);
    tracker.complete(result());

    List<ProgressEvent> events = new ArrayList<>();
    do {
      ProgressEvent event = told.poll(PATIENCE, TimeUnit.SECONDS);
      assertThat(event).as("an event after %s", events).isNotNull();
      events.add(event);
    } while (!events.get(events.size() - 1).terminal());
    await(tracker.view().end());
    assertThat(events).isEqualTo(read(tracker.view(), 0)).isEqualTo(read(found(watcher), 0));
    assertThat(told).isEmpty();
  }

  /** Who comes late, or again, is told exactly what follows. */
  @Test
  void whoeverComesLateOrAgainIsToldWhatFollowsTheirPlace() throws Exception {
    ProgressTracker tracker = tell();
    List<ProgressEvent> all = read(tracker.view(), 0);
    TaskView found = found(watcher);

    for (int after = 0; after < all.size(); after++) {
      assertThat(read(found, after)).isEqualTo(all.subList(after, all.size()));
    }
    assertThat(found.snapshot()).isEqualTo(tracker.view().snapshot());
    assertThat(found.terminalSequence()).isEqualTo(all.size());
    assertThat(found.elapsed()).isEqualTo(tracker.view().elapsed());
  }

  /** No character is lost or changed. */
  @Test
  void aTextComesOutAsItWentIn() throws Exception {
    ProgressTracker tracker = tell();

    String whole = "根據 \uD83D\uDC09\u0000\r\n" + " ".repeat(5_000) + "end";
    assertThat(text(read(found(watcher), 0))).isEqualTo(whole);
    assertThat(tracker.view().snapshot().text()).isEqualTo(whole);
    Completed end = (Completed) read(found(watcher), 0).get((int) last(tracker) - 1);
    assertThat(end.result()).isEqualTo(result());
    assertThat(found(watcher).result()).contains(result());
    assertThat(end.textLength()).isEqualTo(whole.length());
  }

  /** A fact comes out as it went in, and the newest ones are in the state. */
  @Test
  void factsComeOutAsTheyWentInAndTheNewestAreInTheState() throws Exception {
    tell();

    TaskView found = found(watcher);
    List<Fact> facts =
        read(found, 0).stream()
            .filter(Data.class::isInstance)
            .map(event -> ((Data) event).fact())
            .toList();
    Fact sources =
        Fact.of("sources", Map.of("sources", List.of(Map.of("title", "籤 \uD83D", "n", 40))));
    Fact newest = Fact.of("attempt", Map.of("attempt", 2, "score", 0.5));
    assertThat(facts)
        .containsExactly(sources, Fact.of("attempt", Map.of("attempt", 1, "retry", true)), newest);
    assertThat(found.snapshot().data())
        .isEqualTo(Map.of("sources", sources.values(), "attempt", newest.values()));
    Resync state = (Resync) found.cursor(Position.LOST).read(1).get(0);
    assertThat(state.snapshot().data()).isEqualTo(found.snapshot().data());
  }

  private static long last(ProgressTracker tracker) {
    return tracker.view().terminalSequence();
  }

  /** What is found is as new as the question. */
  @Test
  void whatIsFoundIsAsNewAsTheQuestion() throws Exception {
    ProgressTracker tracker = worker.start(task());
    assertThat(found(watcher).terminalSequence()).isZero();

    tracker.complete(TaskResult.of("done"));
    await(tracker.view().end());

    assertThat(found(watcher).terminalSequence()).isEqualTo(3);
  }

  /** A cancel stops the work, wherever it comes from. */
  @Test
  void aCancelFromAnywhereStopsTheWorkAndIsTheOneEnd() throws Exception {
    ProgressTracker tracker = worker.start(task());
    CountDownLatch stopped = new CountDownLatch(1);
    tracker.cancellation().onRequested(stopped::countDown);
    tracker.token("half");
    found(watcher);

    assertThat(await(watcher.cancel(id))).isTrue();

    assertThat(stopped.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThat(found(watcher).snapshot().status()).isEqualTo("cancelled");
    ProgressEvent end = await(tracker.view().end());
    assertThat(await(found(watcher).end())).isEqualTo(end);
    assertThat(tracker.complete(TaskResult.of("late"))).isFalse();
    tracker.token("late");
    assertThat(await(watcher.cancel(id))).isFalse();
    assertThat(await(worker.cancel(id))).isFalse();
    assertThat(read(found(watcher), 0)).isEqualTo(read(found(worker), 0)).endsWith(end);
    assertThat(((Failed) end).failure().code()).isEqualTo(FailureCode.CANCELLED);
  }

  /** Why a task was cancelled is told to everybody. */
  @Test
  void theReasonOfACancelIsToldToEverybody() throws Exception {
    Message reason = Message.of("host.closing", 7, "籤 \uD83D");
    ProgressTracker byView = worker.start(Task.create(id + "-1"));
    ProgressTracker byHub = worker.start(Task.create(id + "-2"));
    ProgressTracker byWorker = worker.start(Task.create(id + "-3"));
    TaskView watched = await(watcher.findAsync(id + "-1")).orElseThrow();

    assertThat(await(watched.requestCancel(reason))).isTrue();
    assertThat(await(watcher.cancel(id + "-2", reason))).isTrue();
    assertThat(byWorker.cancel(reason)).isTrue();

    for (ProgressTracker tracker : List.of(byView, byHub, byWorker)) {
      await(tracker.view().end());
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      tracker.cancellation().onRequested(() -> stopped.complete(null));
      await(stopped);
      TaskView found = await(watcher.findAsync(tracker.view().task().id())).orElseThrow();
      Failed end = (Failed) await(found.end());
      assertThat(end.failure())
          .isEqualTo(TaskFailure.of(FailureCode.CANCELLED).withMessage(reason));
      assertThat(found.snapshot().status()).isEqualTo("cancelled");
      assertThat(await(found.requestCancel(STEP))).isFalse();
    }
  }

  /** Of several ends one is true, for everybody. */
  @Test
  void ofSeveralEndsAtOnceOneIsTrueForEverybody() throws Exception {
    for (int round = 0; round < 30; round++) {
      ProgressTracker tracker = worker.start(Task.create(id + "-" + round));
      String own = tracker.view().task().id();
      tracker.token("some");
      CompletionStage<Boolean> cancel = watcher.cancel(own);
      tracker.complete(TaskResult.of("done"));
      boolean cancelled = await(cancel);

      ProgressEvent end = await(tracker.view().end());
      TaskView found = await(watcher.findAsync(own)).orElseThrow();
      assertThat(await(found.end())).isEqualTo(end);
      assertThat(end instanceof Failed).isEqualTo(cancelled);
      assertThat(read(found, 0)).filteredOn(ProgressEvent::terminal).hasSize(1);
    }
  }

  /** A deadline is kept by the worker's process, and seen by all. */
  @Test
  void aDeadlineEndsTheTaskForEverybody() throws Exception {
    ProgressTracker tracker = worker.start(task().deadline(Duration.ofMillis(50)));
    tracker.token("half");

    Failed end = (Failed) await(found(watcher).end());

    assertThat(end.failure().code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    assertThat(end.failure().partialResponse()).isEqualTo("half");
    assertThat(tracker.cancellation().requested()).isTrue();
  }

  /** A worker that closes its hub leaves no task without an end. */
  @Test
  void aHubThatClosesEndsItsTasksForEverybody() throws Exception {
    ProgressTracker tracker = worker.start(task());
    tracker.token("half");
    TaskView watched = found(watcher);

    worker.close();

    Failed end = (Failed) await(watched.end());
    assertThat(end.failure().code()).isEqualTo(FailureCode.SHUTDOWN);
    assertThat(tracker.cancellation().requested()).isTrue();
    assertThat(tracker.view().terminalSequence()).isPositive();
  }

  /** There is nothing where nothing was started. */
  @Test
  void aTaskThatNobodyStartedIsNotFound() throws Exception {
    assertThat(await(watcher.findAsync(id))).isEmpty();
    assertThat(watcher.find(id)).isEmpty();
    assertThat(await(watcher.cancel(id))).isFalse();
    await(watcher.forget(id));
    worker.start(task());
    assertThat(watcher.find(id)).isPresent();
  }

  /** An id is one task's until that is forgotten. */
  @Test
  void anIdIsOneTasksUntilThatIsForgotten() throws Exception {
    ProgressTracker first = tell();
    for (ProgressHub hub : List.of(worker, watcher)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> hub.start(task()))
          .withMessageContaining("'" + id + "'");
    }
    assertThat(found(watcher).epoch()).isEqualTo(first.view().epoch());

    await(watcher.forget(id));

    assertThat(await(watcher.findAsync(id))).isEmpty();
    assertThat(await(worker.findAsync(id))).isEmpty();
    ProgressTracker second = await(watcher.startAsync(task()));
    assertThat(found(worker).epoch())
        .isEqualTo(second.view().epoch())
        .isNotEqualTo(first.view().epoch());
    assertThat(read(found(worker), 0)).hasSize(1);
  }

  /** Who forgets an unfinished task cancels it first. */
  @Test
  void anUnfinishedTaskThatIsForgottenIsCancelledFirst() throws Exception {
    ProgressTracker tracker = worker.start(task());
    CountDownLatch stopped = new CountDownLatch(1);
    tracker.cancellation().onRequested(stopped::countDown);
    TaskView watched = found(watcher);

    await(watcher.forget(id));

    assertThat(stopped.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    Failed end = (Failed) await(watched.end());
    assertThat(end.failure().code()).isEqualTo(FailureCode.CANCELLED);
    assertThat(await(worker.findAsync(id))).isEmpty();
  }

  /** An owner's tasks are listed, finished ones too, and nobody else's. */
  @Test
  void anOwnersTasksAreListedWhereverTheyRun() throws Exception {
    tell();
    worker.start(Task.create(id + "-2").owner(owner)).fail(TaskFailure.of(FailureCode.INTERNAL));
    worker.start(Task.create(id + "-3").owner(owner + "-other"));
    worker.start(Task.create(id + "-4"));

    assertThat(await(watcher.tasks(owner))).containsExactlyInAnyOrder(id, id + "-2");
    assertThat(worker.running(owner + "-other"))
        .singleElement()
        .satisfies(running -> assertThat(running.task().id()).isEqualTo(id + "-3"));
    assertThat(await(watcher.tasks(owner + "-other"))).containsExactly(id + "-3");
    assertThat(await(watcher.tasks("nobody_" + id))).isEmpty();
  }
}
