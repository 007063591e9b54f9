package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.testing.ManualHub;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TrackerTextTest {
  private static final String DRAGON = "\uD83D\uDC09";

  private final ProgressTracker tracker = ManualHub.create().start("t");

  private List<Text> texts() {
    return eventsOf(tracker).stream().filter(Text.class::isInstance).map(Text.class::cast).toList();
  }

  @Test
  void eachTextSaysWhereInTheAnswerItBegins() {
    tracker.enter(Stage.GENERATING_LLM);
    tracker.token("根據");
    tracker.token(DRAGON);
    tracker.token(" \r\n\0");

    assertThat(texts()).extracting(Text::text).containsExactly("根據", DRAGON, " \r\n\0");
    assertThat(texts()).extracting(Text::offset).containsExactly(0, 2, 4);
    assertThat(texts()).extracting(Text::stage).containsOnly(Stage.GENERATING_LLM);
  }

  @Test
  void anEmptyTextIsNoEvent() {
    tracker.token("");

    assertThat(eventsOf(tracker)).hasSize(1);
  }

  @Test
  void aFirstHalfWaitsForItsSecond() {
    tracker.token("a" + DRAGON.charAt(0));
    assertThat(texts()).extracting(Text::text).containsExactly("a");

    tracker.token(DRAGON.charAt(1) + "b");
    assertThat(texts()).extracting(Text::text).containsExactly("a", DRAGON + "b");
    assertThat(texts()).extracting(Text::offset).containsExactly(0, 1);
  }

  @Test
  void aLoneFirstHalfIsNoEventYet() {
    tracker.token(DRAGON.substring(0, 1));
    tracker.update(Stage.PROCESSING, 1, Message.text("between"));
    assertThat(texts()).isEmpty();
    assertThat(tracker.view().snapshot().text()).isEmpty();

    tracker.token(DRAGON.substring(1));
    assertThat(texts()).extracting(Text::text).containsExactly(DRAGON);
  }

  @Test
  void aFirstHalfThatNeverGetsItsSecondIsKeptAtTheEnd() {
    tracker.token("a\uD83D");

    tracker.complete(TaskResult.of("a\uD83D"));

    assertThat(texts()).extracting(Text::text).containsExactly("a", "\uD83D");
    assertThat(tracker.view().snapshot().text()).isEqualTo("a\uD83D");
  }

  @Test
  void anUnpairedHalfInTheMiddleIsUnaltered() {
    tracker.token("\uD83D");
    tracker.token("x\uDC09y");

    assertThat(tracker.view().snapshot().text()).isEqualTo("\uD83Dx\uDC09y");
  }

  @Test
  void aFailureKeepsWhatWasStreamed() {
    tracker.token("half an ");
    tracker.token("answer\uD83D");

    tracker.fail(TaskFailure.of(FailureCode.LLM_TRUNCATED));

    assertThat(terminal().failure())
        .isEqualTo(
            TaskFailure.of(FailureCode.LLM_TRUNCATED).withPartialResponse("half an answer\uD83D"));
  }

  @Test
  void aFailureKeepsThePartialResponseItBrings() {
    tracker.token("streamed");

    tracker.fail(TaskFailure.of(FailureCode.INTERNAL).withPartialResponse("its own"));

    assertThat(terminal().failure().partialResponse()).isEqualTo("its own");
  }

  @Test
  void aFailureWithoutTextHasNoPartialResponse() {
    tracker.fail(TaskFailure.of(FailureCode.INTERNAL));

    assertThat(terminal().failure().partialResponse()).isNull();
  }

  private Failed terminal() {
    List<ProgressEvent> events = eventsOf(tracker);
    return (Failed) events.get(events.size() - 1);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    Arbitrary<String> halves = Arbitraries.of("\uD83D", "\uDC09", "a", "\u2028", "");
    return halves.list().ofMaxSize(4).map(parts -> String.join("", parts)).list().ofMaxSize(20);
  }

  @Property(tries = 500)
  void whateverThePiecesTheTextIsUnalteredAndNoEventSplitsAPair(
      @ForAll("pieces") List<String> pieces) {
    ProgressTracker own = ManualHub.create().start("t");

    pieces.forEach(own::token);
    own.complete(TaskResult.of("done"));

    String whole = String.join("", pieces);
    assertThat(own.view().snapshot().text()).isEqualTo(whole);
    StringBuilder before = new StringBuilder();
    for (ProgressEvent event : eventsOf(own)) {
      if (event instanceof Text text) {
        assertThat(text.offset()).isEqualTo(before.length());
        before.append(text.text());
        int end = before.length();
        assertThat(
                end < whole.length()
                    && Character.isSurrogatePair(whole.charAt(end - 1), whole.charAt(end)))
            .isFalse();
      }
    }
    assertThat(before).hasToString(whole);
  }
}
