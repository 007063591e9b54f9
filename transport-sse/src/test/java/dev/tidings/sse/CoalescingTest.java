package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.RecordingObserver.Written;
import dev.tidings.sse.testing.Sent;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only a client that is behind in events misses what newer ones replace. */
class CoalescingTest {
  /** As many events as a client that could not take a write is still told one by one. */
  private static final int NOT_BEHIND = 64;

  private final ManualStreams streams = ManualStreams.create();
  private final ProgressTracker task = streams.start();

  /** Nine events. */
  private void muchHappens() {
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

  /** Pieces of text, one event each. */
  private void textFollows(int events) {
    for (int i = 0; i < events; i++) {
      task.token("x");
    }
  }

  private static List<String> messages(Client client) {
    return client.events().stream()
        .filter(event -> event.type().equals("enhanced_progress"))
        .map(event -> event.text("message"))
        .toList();
  }

  private static List<String> texts(Client client) {
    return client.events().stream()
        .filter(event -> event.type().equals("enhanced_token"))
        .map(event -> event.text("text"))
        .toList();
  }

  @Test
  void aClientThatIsNotFarBehindIsToldEveryEvent() {
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND - 9);
    streams.advanceSeconds(19);
    slow.sink().takeAll();

    assertThat(messages(slow))
        .containsExactly(
            "enters", "outdated", "last of its stage", "enters too", "outdated", "newest");
    assertThat(texts(slow)).hasSize(3 + NOT_BEHIND - 9);
    assertThat(streams.observer().calls()).noneMatch(call -> call.startsWith("coalesced"));
  }

  @Test
  void aClientThatIsFarBehindIsSparedWhatIsOutdatedHoweverShortTheWriteTook() {
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND - 8);
    slow.sink().takeAll();

    assertThat(messages(slow))
        .containsExactly("enters", "last of its stage", "enters too", "newest");
    assertThat(texts(slow)).containsExactly("a b ", "c" + "x".repeat(NOT_BEHIND - 8));
    assertThat(streams.observer().calls()).contains("coalesced " + (NOT_BEHIND + 1 - 6));
  }

  @Test
  void aJoinedTextHasTheIdOfItsLastPiece() {
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND);
    slow.sink().takeAll();

    Sent joined =
        slow.events().stream()
            .filter(e -> e.type().equals("enhanced_token"))
            .findFirst()
            .orElseThrow();
    assertThat(joined.id()).isEqualTo("e1-8");
    Client resumed =
        streams.connect(StreamRequest.forTask("t").lastEventId(String.valueOf(joined.id())));
    assertThat(messages(resumed)).containsExactly("newest");
    assertThat(resumed.events().get(1).text("text")).isEqualTo("c");
  }

  @Test
  void theTerminalEventAndTheLastStageAreNeverLeftOut() {
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND);
    task.complete(TaskResult.of("a b c" + "x".repeat(NOT_BEHIND)));
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
  void aClientThatCatchesUpMissesNothingMore() {
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND);
    slow.sink().takeAll();
    muchHappens();
    slow.sink().takeAll();

    assertThat(messages(slow)).endsWith("outdated", "newest").hasSize(4 + 6);
  }

  @Test
  void whoeverComesLateIsToldTheWholeStoryHoweverSlowly() {
    muchHappens();
    textFollows(3 * NOT_BEHIND);
    Client late = streams.connectSlow();
    for (int i = 0; i < 3; i++) {
      textFollows(1);
      late.sink().take();
    }
    late.sink().takeAll();

    assertThat(late.events()).hasSize(1 + 9 + 3 * NOT_BEHIND + 3);
    assertThat(streams.observer().calls()).noneMatch(call -> call.startsWith("coalesced"));
  }

  @Test
  void aResumedClientIsToldTheWholeStoryFromItsPlaceHoweverSlowly() {
    muchHappens();
    textFollows(3 * NOT_BEHIND);
    Client back =
        streams.connect(StreamRequest.forTask("t").lastEventId("e1-3"), RecordingSink.slow());
    textFollows(1);
    back.sink().takeAll();

    assertThat(back.events()).extracting(Sent::sequence).startsWith(4L, 5L, 6L, 7L);
    assertThat(back.events()).hasSize(7 + 3 * NOT_BEHIND + 1);
  }

  @Test
  void othersAreSentEverything() {
    Client fast = streams.connect();
    Client slow = streams.connectSlow();
    muchHappens();
    textFollows(NOT_BEHIND);
    slow.sink().takeAll();

    assertThat(fast.events()).hasSize(1 + 9 + NOT_BEHIND);
    assertThat(slow.events()).hasSize(7);
    assertThat(slow.answer()).isEqualTo(fast.answer());
  }

  @Test
  void theObserverIsToldHowLongEachWriteTook() {
    Client slow = streams.connectSlow();
    muchHappens();
    streams.advance(Duration.ofMillis(2_500));
    slow.sink().take();
    slow.sink().take();

    assertThat(streams.observer().writes())
        .extracting(Written::duration)
        .containsExactly(Duration.ofMillis(2_500), Duration.ZERO);
    assertThat(streams.observer().writes()).extracting(Written::events).containsExactly(1, 9);
  }
}
