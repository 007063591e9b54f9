package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.Answer.HoleException;
import dev.tidings.client.EventLines.ProtocolException;
import dev.tidings.client.TaskEvent.Origin;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Origin ORIGIN = new Origin("a-1", "task_1", null, Map.of());
  private final Queue<TaskEvent> given = new ArrayDeque<>();
  private final Answer answer = new Answer("", 1000);

  private static TaskEvent.Text text(int offset, String text) {
    return new TaskEvent.Text(ORIGIN, "generating_llm", text, offset);
  }

  private static TaskEvent.Status snapshot(String text) {
    return new TaskEvent.Status(ORIGIN, "generating_llm", 80, null, Map.of(), text, Map.of(), true);
  }

  /** What somebody has who does as the Javadoc of a text says. */
  private String appended() {
    StringBuilder all = new StringBuilder();
    for (TaskEvent event : given) {
      if (event instanceof TaskEvent.Text piece) {
        all.setLength(piece.offset());
        all.append(piece.text());
      }
    }
    return all.toString();
  }

  /** A step of a reader that goes back and meets the text again. */
  record Step(int back, int length, boolean asSnapshot) {}

  @Property
  void everyCharacterIsGivenOnceHoweverPiecesOverlap(
      @ForAll @Size(max = 30) List<Integer> numbers, @ForAll String whole) throws Exception {
    Queue<TaskEvent> pieces = new ArrayDeque<>();
    Answer joined = new Answer("", 10_000);
    int known = 0;
    for (int number : numbers) {
      Step step =
          new Step(Math.floorMod(number, 5), Math.floorMod(number >> 3, 7), (number >> 6 & 3) == 0);
      int from = Math.max(0, known - step.back());
      int to = Math.min(whole.length(), from + step.length());
      TaskEvent event =
          step.asSnapshot() && to >= known
              ? snapshot(whole.substring(0, to))
              : text(from, whole.substring(from, to));
      joined.join(event, pieces);
      known = Math.max(known, to);
    }

    StringBuilder plain = new StringBuilder();
    for (TaskEvent event : pieces) {
      if (event instanceof TaskEvent.Text piece) {
        assertThat(piece.offset()).isLessThanOrEqualTo(plain.length());
        plain.setLength(piece.offset());
        plain.append(piece.text());
      }
    }
    assertThat(plain.toString()).isEqualTo(whole.substring(0, known));
    assertThat(joined.text()).isEqualTo(plain.toString());
  }

  @Test
  void textThatFitsIsGivenAsItCame() throws Exception {
    TaskEvent.Text piece = text(0, "只聽");

    answer.join(piece, given);

    assertThat(given).containsExactly(piece);
  }

  @Test
  void overlapIsCutOffInTheFieldsToo() throws Exception {
    answer.join(text(0, "只聽"), given);
    answer.join(text(1, "聽耳邊"), given);
    answer.join(text(0, "只聽耳"), given);

    assertThat(appended()).isEqualTo("只聽耳邊");
    assertThat(given).hasSize(2);
    assertThat(List.copyOf(given).get(1).origin().fields())
        .containsEntry("text", "耳邊")
        .containsEntry("offset", 2L);
  }

  @Test
  void snapshotIsFollowedByThePartOfItsTextThatIsNew() throws Exception {
    answer.join(text(0, "只聽"), given);
    answer.join(snapshot("只聽耳邊"), given);

    TaskEvent last = List.copyOf(given).get(2);
    assertThat(last).isInstanceOf(TaskEvent.Text.class);
    assertThat(last.id()).isNull();
    assertThat(appended()).isEqualTo("只聽耳邊");
  }

  @Test
  void snapshotWithNothingNewIsGivenAlone() throws Exception {
    answer.join(text(0, "只聽"), given);
    answer.join(snapshot("只聽"), given);

    assertThat(given).hasSize(2);
  }

  @Test
  void snapshotOfAnotherRunReplacesTheTextFromWhereItDiffers() throws Exception {
    answer.join(text(0, "good \ud83d\ude00 luck"), given);
    answer.join(snapshot("good \ud83d\ude42"), given);

    TaskEvent last = List.copyOf(given).get(2);
    assertThat(last)
        .isInstanceOfSatisfying(
            TaskEvent.Text.class, piece -> assertThat(piece.offset()).isEqualTo(5));
    assertThat(appended()).isEqualTo("good \ud83d\ude42");
  }

  @Test
  void answerWhoseBeginningIsUnknownBeginsWithItsFirstText() throws Exception {
    Answer later = new Answer(null, 1000);
    later.join(text(4, "消息"), given);
    later.join(text(5, "息到"), given);

    assertThat(given)
        .extracting(event -> ((TaskEvent.Text) event).text())
        .containsExactly("消息", "到");
    assertThat(later.text()).isEqualTo("消息到");
    assertThat(later.whole()).isFalse();
    later.join(snapshot("只聽耳邊消息到了"), given);
    assertThat(List.copyOf(given).get(3))
        .isInstanceOfSatisfying(
            TaskEvent.Text.class,
            piece -> {
              assertThat(piece.text()).isEqualTo("了");
              assertThat(piece.offset()).isEqualTo(7);
            });
  }

  @Test
  void snapshotIsAllThatIsKnownWhereNothingWas() throws Exception {
    Answer later = new Answer(null, 1000);
    later.join(snapshot("只聽"), given);

    assertThat(appended()).isEqualTo("只聽");
    assertThat(later.whole()).isTrue();
  }

  @Test
  void holeIsNotGiven() {
    assertThatThrownBy(() -> answer.join(text(3, "邊"), given)).isInstanceOf(HoleException.class);
    assertThat(given).isEmpty();
  }

  @Test
  void answerIsBounded() throws Exception {
    answer.join(text(0, "x".repeat(1000)), given);

    assertThatThrownBy(() -> answer.join(text(1000, "x"), given))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("maxTextLength");
    assertThatThrownBy(() -> answer.join(snapshot("x".repeat(1001)), given))
        .isInstanceOf(ProtocolException.class);
  }
}
