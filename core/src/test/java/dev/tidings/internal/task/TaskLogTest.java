package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.testing.EventReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskLogTest {
  private static final String PIECE = "\uD83D\uDC09籤";

  private final TaskLog log = new TaskLog(64 * 1024);
  private final List<ProgressEvent> all = new ArrayList<>();

  private void append(ProgressEvent event) {
    all.add(event);
    log.append(event);
  }

  private void stream(int tokens, String token) {
    append(new Queued(1, 0));
    for (int i = 0; i < tokens; i++) {
      append(new Text(i + 2, 0, Stage.GENERATING_LLM, token, i * token.length()));
    }
  }

  @Test
  void aLongAnswerOfShortTokensIsKeptInFewPieces() {
    stream(10_000, "token ");

    List<ProgressEvent> kept = log.read(0, 0, Integer.MAX_VALUE);

    assertThat(log.reaches(0)).isTrue();
    assertThat(kept).hasSizeLessThan(700);
    EventReference.of(all).assertRead(0, kept);
  }

  @Test
  void aReaderInsideAJoinedTextGetsExactlyTheRestOfIt() {
    stream(10_000, PIECE);

    for (long after = 2; after < 300; after++) {
      int seen = (int) (after - 1) * PIECE.length();
      List<ProgressEvent> read = log.read(after, seen, 1);
      assertThat(read)
          .singleElement()
          .isInstanceOfSatisfying(Text.class, text -> assertThat(text.text()).startsWith(PIECE));
      EventReference.of(all).assertRead(after, read);
    }
  }

  @Test
  void aSequenceInsideAJoinedTextIsNoPlaceByItself() {
    stream(10_000, PIECE);

    List<ProgressEvent> kept = log.read(0, 0, 3);

    assertThat(kept.get(1)).isInstanceOf(Text.class);
    assertThat(log.reaches(1)).isTrue();
    assertThat(log.reaches(kept.get(1).sequence())).isTrue();
    assertThat(log.reaches(2)).isFalse();
    assertThat(log.reaches(kept.get(1).sequence() - 1)).isFalse();
  }

  @Test
  void aPlaceAmongReplacedProgressIsKnown() {
    append(new Queued(1, 0));
    for (int i = 2; i < 5_000; i++) {
      Stage left = i == 2 ? Stage.QUEUED : null;
      append(new Progress(i, 0, Stage.PROCESSING, left, 5, Message.of("step"), null, i));
    }

    List<ProgressEvent> kept = log.read(0, 0, 4);

    assertThat(kept).extracting(ProgressEvent::sequence).startsWith(1L, 2L);
    assertThat(kept.get(2).sequence()).isGreaterThan(1_000);
    assertThat(log.reaches(1_000)).isTrue();
    assertThat(log.read(1_000, 0, 1)).containsExactly(kept.get(2));
  }

  @Test
  void anAnswerFarOverTheLimitStaysWhole() {
    stream(200_000, "0123456789");

    assertThat(log.text().get()).isEqualTo("0123456789".repeat(200_000));
    assertThat(log.reaches(0)).isTrue();
    assertThat(log.read(0, 0, Integer.MAX_VALUE)).hasSizeLessThan(1_800);
  }
}
