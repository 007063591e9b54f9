package dev.tidings;

import static dev.tidings.Stage.ANALYZING_RAG;
import static dev.tidings.Stage.COMPLETED;
import static dev.tidings.Stage.GENERATING_LLM;
import static dev.tidings.Stage.PROCESSING;
import static dev.tidings.Stage.QUEUED;
import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.testing.ManualHub;
import dev.tidings.testkit.time.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerProgressTest {
  private static final long START_MILLIS = ManualClock.START.toEpochMilli();
  private static final Message HELLO = Message.text("hello");

  private final ManualHub hub = ManualHub.create();
  private final ProgressTracker tracker = hub.start("t");

  private List<Progress> progress() {
    return eventsOf(tracker).stream()
        .filter(Progress.class::isInstance)
        .map(Progress.class::cast)
        .toList();
  }

  @Test
  void everyLogBeginsWithQueued() {
    assertThat(eventsOf(tracker)).containsExactly(new Queued(1, START_MILLIS));
  }

  @Test
  void anUpdateIsAppendedWithAllItSays() {
    hub.time().advance(Duration.ofMillis(20));

    tracker.update(ANALYZING_RAG, 25, HELLO);

    assertThat(eventsOf(tracker))
        .containsExactly(
            new Queued(1, START_MILLIS),
            new Progress(2, START_MILLIS + 20, ANALYZING_RAG, QUEUED, 25, HELLO, null, 1));
  }

  @Test
  void sequencesHaveNoHoleWhateverIsAppended() {
    tracker.note(HELLO);
    tracker.update(PROCESSING, 5, HELLO);
    tracker.token("a");
    tracker.token("");
    tracker.enter(GENERATING_LLM).advance(1, 2);
    tracker.complete(TaskResult.of("a"));

    assertThat(eventsOf(tracker))
        .extracting(ProgressEvent::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void aLowerPercentCountsAsTheCurrentOneAndItsMessageStillGoesOut() {
    tracker.update(ANALYZING_RAG, 45, HELLO);

    tracker.update(ANALYZING_RAG, 30, Message.text("again"));

    assertThat(progress().get(1))
        .isEqualTo(
            new Progress(3, START_MILLIS, ANALYZING_RAG, null, 45, Message.text("again"), null, 2));
  }

  @Test
  void anEarlierStageCountsAsTheCurrentOne() {
    tracker.update(GENERATING_LLM, 65, HELLO);

    tracker.update(PROCESSING, 70, Message.text("late"));

    assertThat(progress().get(1))
        .isEqualTo(
            new Progress(3, START_MILLIS, GENERATING_LLM, null, 70, Message.text("late"), null, 2));
    assertThat(tracker.view().snapshot().stages().keySet()).containsExactly(QUEUED, GENERATING_LLM);
  }

  @Test
  void onlyTheFirstEventOfAStageEntersIt() {
    tracker.update(PROCESSING, 1, HELLO);
    tracker.update(PROCESSING, 2, HELLO);
    tracker.update(ANALYZING_RAG, 20, HELLO);
    tracker.note(HELLO);
    tracker.update(PROCESSING, 30, HELLO);

    assertThat(progress())
        .extracting(Progress::entersStage)
        .containsExactly(true, false, true, false, false);
    assertThat(progress())
        .extracting(Progress::left)
        .containsExactly(QUEUED, null, PROCESSING, null, null);
  }

  @Test
  void aNoteChangesNeitherStageNorPercent() {
    tracker.note(Message.text("waiting"));
    tracker.update(ANALYZING_RAG, 40, HELLO);
    tracker.note(Message.text("still there"));

    assertThat(progress())
        .extracting(Progress::stage)
        .containsExactly(QUEUED, ANALYZING_RAG, ANALYZING_RAG);
    assertThat(progress()).extracting(Progress::percent).containsExactly(0, 40, 40);
    assertThat(progress()).extracting(Progress::updateNumber).containsExactly(1, 2, 3);
  }

  @Test
  void onlyCompleteReaches100AndTheTerminalEventFollowsAtOnce() {
    tracker.update(GENERATING_LLM, 100, HELLO);
    tracker.complete(TaskResult.of("answer"));

    List<ProgressEvent> events = eventsOf(tracker);
    assertThat(progress()).extracting(Progress::percent).containsExactly(99, 100);
    assertThat(events.get(2))
        .isEqualTo(
            new Progress(
                3,
                START_MILLIS,
                COMPLETED,
                GENERATING_LLM,
                100,
                Message.of("task.completed"),
                null,
                2));
    assertThat(events.get(3))
        .isInstanceOfSatisfying(
            Completed.class,
            end -> {
              assertThat(end.sequence()).isEqualTo(4);
              assertThat(end.result()).isEqualTo(TaskResult.of("answer"));
            });
    assertThat(events).hasSize(4);
  }

  @Test
  void aShareOfAStageBecomesAPercentOfTheWhole() {
    StageProgress stage = tracker.enter(ANALYZING_RAG, HELLO);
    stage.advance(1, 4);
    stage.advance(1, 2, Message.text("half"));
    stage.advance(9, 4);
    stage.close();

    assertThat(progress()).extracting(Progress::percent).containsExactly(10, 22, 35, 60);
    assertThat(progress())
        .extracting(Progress::message)
        .containsExactly(HELLO, HELLO, Message.text("half"), HELLO);
  }

  @Test
  void aHandleOfALeftStageMovesNothingBack() {
    StageProgress left = tracker.enter(ANALYZING_RAG);
    tracker.enter(GENERATING_LLM);

    left.advance(1, 2);

    assertThat(progress()).extracting(Progress::stage).endsWith(GENERATING_LLM);
    assertThat(progress()).extracting(Progress::percent).containsExactly(10, 60, 60);
  }

  @Test
  void aShareOutOfRangeIsRefusedWithItsValues() {
    try (StageProgress stage = tracker.enter(PROCESSING)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.advance(-1, 4))
          .withMessageContaining("done -1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.advance(0, 0))
          .withMessageContaining("expected 0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aPercentOutOfRangeIsRefusedAndAppendsNothing(int percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.update(PROCESSING, percent, HELLO))
        .withMessageContaining("percent " + percent);
    assertThat(eventsOf(tracker)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"printing", "queued", "completed"})
  void aStageThatIsNotTheWorkersIsRefusedByName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.update(Stage.of(name), 50, HELLO))
        .withMessageContaining("stage '" + name + "'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.enter(Stage.of(name)))
        .withMessageContaining("stage '" + name + "'");
    assertThat(eventsOf(tracker)).hasSize(1);
  }

  @Test
  void timestampsFollowTheTickerWhenTheWallClockJumpsBack() {
    hub.time().advance(Duration.ofSeconds(3));
    tracker.update(PROCESSING, 5, HELLO);
    hub.time().jumpWallClock(Duration.ofHours(-1));
    hub.time().advance(Duration.ofSeconds(2));
    tracker.token("a");
    tracker.fail(TaskFailure.of(FailureCode.INTERNAL));

    assertThat(eventsOf(tracker))
        .extracting(event -> event.epochMillis() - START_MILLIS)
        .containsExactly(0L, 3000L, 5000L, 5000L);
    assertThat(tracker.view().createdAt()).isEqualTo(ManualClock.START);
  }
}
