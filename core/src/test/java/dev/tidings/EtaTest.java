package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Progress;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EtaTest {
  private static final Message HELLO = Message.text("hello");

  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().minimumRunsForEta(3).build();
  private int runs;

  private ProgressTracker start() {
    return hub.start(Task.create("run-" + runs++));
  }

  /** Runs a task whose stages take that many milliseconds. */
  private void run(int retrieving, int writing) {
    ProgressTracker tracker = start();
    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);
    parts.time().advance(Duration.ofMillis(retrieving));
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);
    parts.time().advance(Duration.ofMillis(writing));
    tracker.complete(TaskResult.of("a"));
  }

  private static Optional<Duration> lastEta(ProgressTracker tracker) {
    List<ProgressEvent> events = eventsOf(tracker);
    return Optional.ofNullable(((Progress) events.get(events.size() - 1)).eta());
  }

  @Test
  void thereIsNoneBeforeEnoughRuns() {
    run(100, 1000);
    run(200, 2000);
    ProgressTracker tracker = start();

    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);

    assertThat(lastEta(tracker)).isEmpty();
  }

  @Test
  void afterEnoughRunsItIsTheMedianOfWhatIsLeft() {
    run(100, 1000);
    run(300, 3000);
    run(200, 2000);
    ProgressTracker tracker = start();

    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);
    assertThat(lastEta(tracker)).contains(Duration.ofMillis(2200));

    parts.time().advance(Duration.ofMillis(150));
    tracker.note(HELLO);
    assertThat(lastEta(tracker)).contains(Duration.ofMillis(300 - 150 + 2000));

    tracker.update(Stage.GENERATING_LLM, 65, HELLO);
    assertThat(lastEta(tracker)).contains(Duration.ofSeconds(2));
  }

  @Test
  void itIsUnknownOnceARunTakesLongerThanAllBefore() {
    run(100, 1000);
    run(200, 2000);
    run(300, 3000);
    ProgressTracker tracker = start();
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);

    parts.time().advance(Duration.ofMillis(3001));
    tracker.note(HELLO);

    assertThat(lastEta(tracker)).isEmpty();
  }

  @Test
  void aStageThatTakesNoTimeDoesNotHideWhatIsKnownOfTheOthers() {
    run(0, 1000);
    run(0, 2000);
    run(0, 3000);
    ProgressTracker tracker = start();

    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);

    assertThat(lastEta(tracker)).contains(Duration.ofSeconds(2));
  }

  @Test
  void runsThatFailTeachNothing() {
    for (int i = 0; i < 5; i++) {
      ProgressTracker failing = start();
      failing.update(Stage.ANALYZING_RAG, 25, HELLO);
      failing.fail(TaskFailure.of(FailureCode.INTERNAL));
    }
    ProgressTracker tracker = start();

    tracker.update(Stage.ANALYZING_RAG, 25, HELLO);

    assertThat(lastEta(tracker)).isEmpty();
  }
}
