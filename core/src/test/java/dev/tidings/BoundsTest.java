package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.rag.Passage;
import dev.tidings.testing.ManualHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one call may bring with it, and that a reader never gets more at once. */
class BoundsTest {
  private static final int LONGEST_TEXT = 2 * 1024;

  private static List<Text> texts(ProgressTracker tracker) {
    return eventsOf(tracker).stream().filter(Text.class::isInstance).map(Text.class::cast).toList();
  }

  private static String joined(List<Text> texts) {
    StringBuilder all = new StringBuilder();
    for (Text text : texts) {
      assertThat(text.offset()).isEqualTo(all.length());
      all.append(text.text());
    }
    return all.toString();
  }

  @Property(tries = 200)
  void aLongTextIsCutIntoSmallEventsAndNeverInsideAPair(
      @ForAll @IntRange(min = 0, max = 9) int offset,
      @ForAll @IntRange(min = 1, max = 10_000) int pairs) {
    ProgressTracker tracker = ManualHub.create().start("t");
    String whole = "x".repeat(offset) + "\uD83D\uDC09".repeat(pairs);
    tracker.token(whole);

    List<Text> texts = texts(tracker);
    assertThat(joined(texts)).isEqualTo(whole);
    assertThat(texts)
        .allSatisfy(
            text -> {
              assertThat(text.text().length()).isBetween(1, LONGEST_TEXT);
              assertThat(Character.isLowSurrogate(text.text().charAt(0))).isFalse();
            });
  }

  @Test
  void aHalfPairThatWaitsBeforeALongTextIsPartOfIt() {
    ProgressTracker tracker = ManualHub.create().start("t");
    tracker.token("\uD83D");
    tracker.token("\uDC09" + "y".repeat(5_000) + "\uD83D");
    tracker.token("\uDC09");

    assertThat(joined(texts(tracker)))
        .isEqualTo("\uD83D\uDC09" + "y".repeat(5_000) + "\uD83D\uDC09");
  }

  @Test
  void whatTheLogJoinsStaysSmallEnoughToBeResumedInside() {
    ProgressTracker tracker = ManualHub.create().start("t");
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      tracker.token("piece " + i + " ");
      whole.append("piece ").append(i).append(' ');
    }

    List<Text> texts = texts(tracker);
    assertThat(texts).hasSizeLessThan(700);
    assertThat(texts).allSatisfy(t -> assertThat(t.text()).hasSizeLessThanOrEqualTo(LONGEST_TEXT));
    assertThat(joined(texts)).isEqualTo(whole.toString());
  }

  @Test
  void aLongAnswerCostsTheLogNoEventsOfTheRest() {
    ProgressTracker tracker = ManualHub.create().start("t");
    tracker.update(Stage.PROCESSING, 5, Message.text("the first"));
    for (int i = 0; i < 2_000; i++) {
      tracker.token("z".repeat(LONGEST_TEXT));
    }

    assertThat(eventsOf(tracker).get(1)).isInstanceOf(ProgressEvent.Progress.class);
  }

  @Test
  void aCursorJoinsNoFurtherThanThatEither() {
    ProgressTracker tracker = ManualHub.create().start("t");
    for (int i = 0; i < 500; i++) {
      tracker.token("twenty characters...");
    }

    List<ProgressEvent> read = tracker.view().cursor(Position.after(1)).readCoalesced(1_000);

    assertThat(read)
        .hasSize(5)
        .allSatisfy(event -> assertThat(((Text) event).text()).hasSizeLessThanOrEqualTo(2_048));
  }

  @Test
  void theTextOfASnapshotAndOfAFailureIsJoinedWhenSomebodyAsks() {
    ProgressTracker tracker = ManualHub.create().start("t");
    tracker.token("根據");
    TaskSnapshot before = tracker.view().snapshot();
    tracker.token("籤詩");
    tracker.cancel();

    assertThat(before.text()).isEqualTo("根據");
    assertThat(before.text()).isSameAs(before.text());
    Failed end = (Failed) eventsOf(tracker).get(3);
    assertThat(end.failure().partialResponse()).isEqualTo("根據籤詩");
    assertThat(end.failure().partialResponse()).isSameAs(end.failure().partialResponse());
  }

  @Test
  void messageArgumentsAreValuesThatNobodyCanChange() {
    Object[] given = {"text", true, 1, 2L, 0.5, 1.5f, (short) 3, (byte) 4};
    Message message = Message.of("key", given);
    given[0] = "changed";

    assertThat(message.arguments())
        .containsExactly("text", true, 1, 2L, 0.5, 1.5f, (short) 3, (byte) 4);
    for (Object other :
        List.of(new AtomicInteger(), new int[0], List.of(), BigDecimal.ONE, new Object())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Message.of("key", "a", other))
          .withMessageContaining("message argument 1 is a " + other.getClass().getName());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.of("key", Double.NaN))
        .withMessageContaining("message argument 0 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.of("key", Float.NEGATIVE_INFINITY));
  }

  @Test
  void messagesAreBounded() {
    assertThat(Message.of("k".repeat(200), "a".repeat(1_999), "b").arguments()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.of("k".repeat(201)))
        .withMessageContaining("a message key of 201 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.of("k", "a".repeat(1_999), "bb"))
        .withMessageContaining("arguments of a message of 2001 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.of("k", Collections.nCopies(17, 1).toArray()))
        .withMessageContaining("17 arguments");
  }

  @Test
  void attributesAreBounded() {
    Task many = Task.create("t");
    for (int i = 0; i < 64; i++) {
      many = many.attribute("name" + i, i);
    }
    Task full = many;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.attribute("one more", 1))
        .withMessageContaining("65 attributes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").attribute("a", "x".repeat(16 * 1024)))
        .withMessageContaining("16385 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").attribute("a".repeat(101), 1))
        .withMessageContaining("1 to 100 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source("title", null, Map.of("a", "x".repeat(20_000))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aNumberThatJsonCannotCarryIsRefusedByName(double number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").attribute("share", number))
        .withMessageContaining("attribute 'share' is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source("a poem", number, Map.of()))
        .withMessageContaining("score of source 'a poem' is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage("a poem", "text", number, Map.of(), Map.of()))
        .withMessageContaining("score " + number);
  }

  @Test
  void whatAMessageBringsCountsInTheLog() {
    ProgressTracker tracker =
        ManualHub.create().builder().retainedBytes(64 * 1024).build().start(Task.create("t"));
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      arguments.add("a".repeat(1_000) + i);
      tracker.update(Stage.PROCESSING, 5, Message.of("key", arguments.get(i)));
    }

    assertThat(eventsOf(tracker)).hasSizeLessThan(45);
  }
}
