package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Foreign code that waits for another thread to use the same task would hang if it were called
 * under one of the task's locks.
 */
class ForeignCodeOutsideLocksTest {
  private final ExecutorService other = Executors.newCachedThreadPool();
  private final List<String> called = new CopyOnWriteArrayList<>();
  private @Nullable ProgressHub hub;

  private ProgressHub hub() {
    return Objects.requireNonNull(hub);
  }

  /** Uses every lock of the task from another thread, and waits for that. */
  private void useElsewhere(TaskView task, String who) {
    CompletableFuture<Void> use =
        CompletableFuture.runAsync(
            () -> {
              hub().bytes();
              hub().find(task.task().id());
              task.snapshot();
              task.cursor(Position.START).read(10);
              task.subscribe((view, event) -> {}).close();
              ((ProgressTracker) task).cancellation().onRequested(() -> {}).close();
            },
            other);
    assertThat(use.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(10));
    called.add(who);
  }

  @AfterEach
  void stop() {
    other.shutdownNow();
  }

  @Test
  void noObserverListenerActionOrExecutorIsCalledUnderALock() {
    List<TaskView> views = new ArrayList<>();
    HubObserver observer =
        new HubObserver() {
          @Override
          public void taskStarted(TaskView task) {
            useElsewhere(task, "taskStarted");
          }

          @Override
          public void stageEnded(TaskView task, Stage stage, Duration duration) {
            useElsewhere(task, "stageEnded");
          }

          @Override
          public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
            useElsewhere(task, "taskEnded");
          }

          @Override
          public void appendRefused(TaskView task) {
            useElsewhere(task, "appendRefused");
          }

          @Override
          public void taskEvicted(TaskView task) {
            useElsewhere(task, "taskEvicted");
          }
        };
    ManualHub parts = ManualHub.create();
    hub =
        parts
            .builder()
            .observer(observer)
            .executor(
                action -> {
                  if (called.contains("taskStarted") && views.size() == 1 && isTestThread()) {
                    useElsewhere(views.get(0), "executor");
                  }
                  action.run();
                })
            .retention(Duration.ofSeconds(1))
            .build();
    ProgressTracker tracker = hub().start(Task.create("t"));
    views.add(tracker.view());
    tracker.view().subscribe((task, event) -> useElsewhere(task, "listener"));
    tracker.cancellation().onRequested(() -> useElsewhere(tracker.view(), "action"));

    tracker.update(Stage.PROCESSING, 5, Message.text("begin"));
    tracker.token("a");
    tracker.complete(TaskResult.of("a"));
    tracker.token("late");
    tracker.cancellation().onRequested(() -> useElsewhere(tracker.view(), "late action"));
    parts.scheduler().advance(Duration.ofSeconds(3));

    assertThat(called)
        .contains(
            "taskStarted",
            "stageEnded",
            "taskEnded",
            "appendRefused",
            "taskEvicted",
            "listener",
            "executor",
            "action",
            "late action");
  }

  private final Thread test = Thread.currentThread();

  private boolean isTestThread() {
    return Thread.currentThread() == test;
  }
}
