package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Completed;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Message HELLO = Message.text("hello");

  private final ManualHub parts = ManualHub.create();
  private final ProgressTracker tracker = parts.start("t");
  private final TaskView view = tracker.view();

  private void advance(int millis) {
    parts.time().advance(Duration.ofMillis(millis));
  }

  private TaskSummary summary() {
    List<ProgressEvent> events = eventsOf(view);
    return ((Completed) events.get(events.size() - 1)).summary();
  }

  @Test
  void aNewTaskIsQueuedAtZero() {
    assertThat(view.snapshot())
        .isEqualTo(
            new TaskSnapshot(
                1, Stage.QUEUED, 0, null, Map.of(Stage.QUEUED, 0), () -> "", Map.of(), null));
    assertThat(view.snapshot().status()).isEqualTo("queued");
  }

  @Test
  void aSnapshotIsTheFoldOverAllEvents() {
    advance(10);
    tracker.update(Stage.PROCESSING, 5, Message.text("begin"));
    tracker.update(Stage.GENERATING_LLM, 65, Message.text("sent"));
    tracker.token("根據");
    tracker.update(Stage.GENERATING_LLM, 75, HELLO);
    tracker.token("籤");
    advance(90);

    TaskSnapshot snapshot = view.snapshot();

    assertThat(snapshot)
        .isEqualTo(
            new TaskSnapshot(
                6,
                Stage.GENERATING_LLM,
                75,
                HELLO,
                Map.of(Stage.QUEUED, 0, Stage.PROCESSING, 5, Stage.GENERATING_LLM, 75),
                () -> "根據籤",
                Map.of(),
                null));
    assertThat(view.elapsed()).isEqualTo(Duration.ofMillis(100));
    assertThat(snapshot.stages().keySet())
        .containsExactly(Stage.QUEUED, Stage.PROCESSING, Stage.GENERATING_LLM);
    assertThat(snapshot.status()).isEqualTo("generating_llm");
    assertThat(snapshot.outcome()).isEmpty();
  }

  @Test
  void theElapsedTimeStandsStillAfterTheEnd() {
    advance(10);
    tracker.cancel();
    advance(1000);
    tracker.token("late");

    assertThat(view.elapsed()).isEqualTo(Duration.ofMillis(10));
    assertThat(view.snapshot().sequence()).isEqualTo(2);
    assertThat(view.snapshot().status()).isEqualTo("cancelled");
  }

  @Test
  void theSummarySaysHowLongEverythingTook() {
    advance(100);
    tracker.update(Stage.PROCESSING, 5, HELLO);
    advance(20);
    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);
    advance(300);
    tracker.update(Stage.ANALYZING_RAG, 35, HELLO);
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);
    advance(4000);
    tracker.complete(TaskResult.of("a"));

    assertThat(summary())
        .isEqualTo(
            new TaskSummary(
                Duration.ofMillis(4420),
                Duration.ofMillis(4320),
                List.of(
                    Stage.PROCESSING, Stage.ANALYZING_RAG, Stage.GENERATING_LLM, Stage.COMPLETED),
                Map.of(
                    Stage.QUEUED, Duration.ofMillis(100),
                    Stage.PROCESSING, Duration.ofMillis(20),
                    Stage.ANALYZING_RAG, Duration.ofMillis(300),
                    Stage.GENERATING_LLM, Duration.ofMillis(4000))));
    assertThat(summary().stageDurations().keySet())
        .containsExactly(Stage.QUEUED, Stage.PROCESSING, Stage.ANALYZING_RAG, Stage.GENERATING_LLM);
  }

  @Test
  void theSummaryLeavesOutStagesThatWereSkipped() {
    advance(7);
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);
    advance(3);
    tracker.complete(TaskResult.of("a"));

    assertThat(summary())
        .isEqualTo(
            new TaskSummary(
                Duration.ofMillis(10),
                Duration.ofMillis(3),
                List.of(Stage.GENERATING_LLM, Stage.COMPLETED),
                Map.of(
                    Stage.QUEUED, Duration.ofMillis(7),
                    Stage.GENERATING_LLM, Duration.ofMillis(3))));
  }

  @Test
  void aTaskThatCompletesFromTheQueueHasNoProcessingTime() {
    advance(7);
    tracker.complete(TaskResult.of("a"));

    assertThat(summary())
        .isEqualTo(
            new TaskSummary(
                Duration.ofMillis(7),
                Duration.ZERO,
                List.of(Stage.COMPLETED),
                Map.of(Stage.QUEUED, Duration.ofMillis(7))));
  }

  @Test
  void silenceCountsFromTheLastAppend() {
    advance(40);
    assertThat(view.silence()).isEqualTo(Duration.ofMillis(40));

    tracker.token("a");
    assertThat(view.silence()).isZero();
  }

  @Test
  void messagesAreRenderedInTheLanguageOfTheTask() {
    ProgressTracker chinese =
        parts.builder().build().start(Task.create("zh").locale(Locale.TRADITIONAL_CHINESE));

    assertThat(chinese.view().render(Message.of("rag.reading", "第 40 籤")))
        .isEqualTo("正在讀取 第 40 籤...");
    assertThat(view.render(Message.of("task.completed"))).isEqualTo("Done");
    assertThat(view.task().id()).isEqualTo("t");
  }
}
