package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.testing.ManualHub;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Facts of a host's own, from the worker to those who watch. */
class DataTest {
  private final ManualHub parts = ManualHub.create();

  private static List<Object> numbersIn(List<ProgressEvent> events) {
    return events.stream()
        .filter(Data.class::isInstance)
        .map(event -> ((Data) event).fact().values().get("n"))
        .toList();
  }

  @Test
  void aFactHasItsPlaceAmongTheOtherEvents() {
    ProgressTracker tracker = parts.start("t");
    tracker.update(Stage.ANALYZING_RAG, 25, Message.text("looks"));

    boolean told = tracker.data("sources", Map.of("sources", List.of(Map.of("title", "籤"))));
    tracker.token("根據");

    assertThat(told).isTrue();
    List<ProgressEvent> events = eventsOf(tracker);
    assertThat(events.get(2))
        .isEqualTo(
            new Data(
                3,
                events.get(1).epochMillis(),
                Stage.ANALYZING_RAG,
                Fact.of("sources", Map.of("sources", List.of(Map.of("title", "籤"))))));
    assertThat(events.get(3).sequence()).isEqualTo(4);
    assertThat(tracker.view().silence()).isZero();
  }

  @Test
  void aFactBetweenTwoHalvesOfACharacterLeavesThemTogether() {
    ProgressTracker tracker = parts.start("t");
    tracker.token("a\uD83D");
    tracker.data("n", Map.of("n", 1));
    tracker.token("\uDC09b");

    assertThat(tracker.view().snapshot().text()).isEqualTo("a\uD83D\uDC09b");
    assertThat(numbersIn(eventsOf(tracker))).containsExactly(1);
  }

  @Test
  void whatIsNoFactChangesNothing() {
    ProgressTracker tracker = parts.start("t");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.data("sources", Map.of("x", new Object())))
        .withMessageContaining("value x is a java.lang.Object");

    assertThat(eventsOf(tracker)).hasSize(1);
  }

  @Test
  void aSnapshotHasTheNewestValuesOfEachName() {
    ProgressTracker tracker = parts.start("t");
    assertThat(tracker.view().snapshot().data()).isEmpty();
    tracker.data("attempt", Map.of("attempt", 1));
    tracker.data("sources", Map.of("n", 1));
    tracker.data("attempt", Map.of("attempt", 2));

    TaskSnapshot snapshot = tracker.view().snapshot();
    tracker.data("sources", Map.of("n", 2));

    assertThat(snapshot.data())
        .isEqualTo(Map.of("attempt", Map.of("attempt", 2), "sources", Map.of("n", 1)));
    assertThat(snapshot.data().keySet()).containsExactly("sources", "attempt");
  }

  @Test
  void ofManyNamesThoseThatWereToldLastStayInASnapshot() {
    ProgressTracker tracker = parts.start("t");
    for (int i = 0; i < 20; i++) {
      tracker.data("name" + i, Map.of("n", i));
    }
    tracker.data("name4", Map.of("n", 99));

    assertThat(tracker.view().snapshot().data().keySet())
        .containsExactlyElementsOf(
            IntStream.of(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 4)
                .mapToObj(i -> "name" + i)
                .toList());
    assertThat(numbersIn(eventsOf(tracker))).hasSize(21);
  }

  @Test
  void whoIsGivenTheStateIsGivenTheFactsInIt() {
    ProgressTracker tracker = parts.start("t");
    tracker.data("sources", Map.of("n", 1));
    tracker.complete(TaskResult.of("done"));

    List<ProgressEvent> read = tracker.view().cursor(Position.LOST).read(9);

    assertThat(((Resync) read.get(0)).snapshot().data())
        .isEqualTo(Map.of("sources", Map.of("n", 1)));
    assertThat(tracker.view().snapshot().data()).containsKey("sources");
  }

  @Test
  void aLogAtItsBoundKeepsEveryFactAndTheOrder() {
    ProgressTracker tracker = parts.builder().retainedBytes(4096).build().start(Task.create("t"));
    for (int i = 0; i < 300; i++) {
      tracker.data("n", Map.of("n", i));
      for (int j = 0; j < 20; j++) {
        tracker.token("token ");
        tracker.note(Message.text("note"));
      }
    }

    List<ProgressEvent> events = eventsOf(tracker);
    assertThat(numbersIn(events)).isEqualTo(IntStream.range(0, 300).boxed().toList());
    assertThat(events).hasSizeLessThan(1_500);
    assertThat(numbersIn(tracker.view().cursor(Position.START).readCoalesced(100_000)))
        .hasSize(300);
    assertThat(tracker.view().snapshot().text()).isEqualTo("token ".repeat(6_000));
  }

  @Test
  void factsThatFillTheirBoundAreRefusedAndTheWorkGoesOn() {
    ProgressTracker tracker = parts.builder().factBytes(4096).build().start(Task.create("t"));
    Map<String, Object> large = Map.of("text", "x".repeat(1_000));

    assertThat(tracker.data("first", large)).isTrue();
    assertThat(tracker.data("second", large)).isFalse();
    assertThat(tracker.data("small", Map.of("n", 1))).isTrue();
    tracker.token("goes on");

    assertThat(tracker.view().snapshot().data().keySet()).containsExactly("first", "small");
    assertThat(eventsOf(tracker)).hasSize(4);
    assertThat(parts.observer().refused()).isEqualTo(1);
    assertThat(tracker.complete(TaskResult.of("done"))).isTrue();
  }

  @Test
  void afterTheEndAFactIsRefused() {
    ProgressTracker tracker = parts.start("t");
    tracker.complete(TaskResult.of("done"));

    assertThat(tracker.data("n", Map.of("n", 1))).isFalse();

    assertThat(parts.observer().refused()).isEqualTo(1);
    assertThat(tracker.view().snapshot().data()).isEmpty();
  }
}
