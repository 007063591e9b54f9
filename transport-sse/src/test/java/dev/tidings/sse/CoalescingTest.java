package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.RecordingSseObserver.Written;
import dev.tidings.sse.testing.Sent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a client that cannot keep up misses what newer events replace. */
class CoalescingTest {
  private final ManualStreams streams = ManualStreams.create();
  private final ProgressTracker task = streams.start();
  private final Client slow = streams.connectSlow();

  @BeforeEach
  void muchHappensDuringTheFirstWrite() {
    task.update(Stage.PROCESSING, 1, Message.text("enters"));
    task.update(Stage.PROCESSING, 2, Message.text("outdated"));
    task.update(Stage.PROCESSING, 3, Message.text("last of its stage"));
    task.update(Stage.GENERATING_LLM, 65, Message.text("enters too"));
    task.token("a ");
    task.update(Stage.GENERATING_LLM, 70, Message.text("outdated"));
    task.token("b ");
    task.update(Stage.GENERATING_LLM, 75, Message.text("newest"));
    task.token("c");
  }

  private List<String> messages() {
    return slow.events().stream()
        .filter(event -> event.type().equals("enhanced_progress"))
        .map(event -> event.text("message"))
        .toList();
  }

  @Test
  void afterAWriteOfLessThanASecondEveryEventFollows() {
    streams.advance(Duration.ofMillis(999));
    slow.sink().take();

    assertThat(messages())
        .containsExactly(
            "enters", "outdated", "last of its stage", "enters too", "outdated", "newest");
    assertThat(slow.types()).filteredOn("enhanced_token"::equals).hasSize(3);
    assertThat(streams.observer().calls()).noneMatch(call -> call.startsWith("coalesced"));
  }

  @Test
  void afterAWriteOfASecondWhatIsOutdatedIsLeftOut() {
    streams.advance(Duration.ofSeconds(1));
    slow.sink().take();

    assertThat(messages()).containsExactly("enters", "last of its stage", "enters too", "newest");
    assertThat(slow.events())
        .filteredOn(event -> event.type().equals("enhanced_token"))
        .extracting(event -> event.text("text"))
        .containsExactly("a b ", "c");
    assertThat(slow.answer()).isEqualTo("a b c");
    assertThat(streams.observer().calls()).contains("coalesced 3");
  }

  @Test
  void aJoinedTextHasTheIdOfItsLastPiece() {
    streams.advanceSeconds(2);
    slow.sink().take();

    Sent joined =
        slow.events().stream()
            .filter(e -> e.type().equals("enhanced_token"))
            .findFirst()
            .orElseThrow();
    assertThat(joined.id()).isEqualTo("e1-8");
    Client resumed =
        streams.connect(SseRequest.forTask("t").lastEventId(String.valueOf(joined.id())));
    assertThat(resumed.events())
        .extracting(event -> event.text("text") + event.text("message"))
        .containsExactly("newest", "c");
  }

  @Test
  void theTerminalEventAndTheLastStageAreNeverLeftOut() {
    task.complete(TaskResult.of("a b c"));
    streams.advanceSeconds(2);
    slow.sink().takeAll();

    assertThat(slow.types()).endsWith("enhanced_token", "enhanced_progress", "enhanced_complete");
    assertThat(slow.events())
        .filteredOn(event -> event.type().equals("enhanced_progress"))
        .extracting(event -> event.text("stage"))
        .endsWith("completed")
        .hasSize(5);
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void aClientThatKeepsUpAgainMissesNothingMore() {
    streams.advanceSeconds(2);
    slow.sink().take();
    task.update(Stage.GENERATING_LLM, 80, Message.text("one"));
    task.update(Stage.GENERATING_LLM, 81, Message.text("two"));
    slow.sink().take();

    assertThat(messages()).endsWith("newest", "one", "two");
  }

  @Test
  void othersAreSentEverything() {
    Client fast = streams.connect();
    streams.advanceSeconds(2);
    slow.sink().take();

    assertThat(fast.events()).hasSize(10);
    assertThat(slow.events()).hasSize(7);
  }

  @Test
  void theObserverIsToldHowLongEachWriteTook() {
    streams.advance(Duration.ofMillis(2_500));
    slow.sink().take();
    slow.sink().take();

    assertThat(streams.observer().writes())
        .extracting(Written::duration)
        .containsExactly(Duration.ofMillis(2_500), Duration.ZERO);
    assertThat(streams.observer().writes()).extracting(Written::events).containsExactly(1, 6);
  }
}
