package dev.tidings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.testing.EventReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskLogTest {
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

    List<ProgressEvent> kept = log.read(0, Integer.MAX_VALUE);

    assertThat(log.reaches(0)).isTrue();
    assertThat(kept).hasSizeLessThan(700);
    EventReference.of(all).assertRead(0, kept);
  }

  @Test
  void aPlaceInsideAJoinedTextGetsExactlyTheRestOfIt() {
    stream(10_000, "\uD83D\uDC09籤");

    for (long after = 2; after < 300; after++) {
      List<ProgressEvent> read = log.read(after, 1);
      assertThat(read)
          .singleElement()
          .isInstanceOfSatisfying(
              Text.class, text -> assertThat(text.text()).startsWith("\uD83D\uDC09籤"));
      EventReference.of(all).assertRead(after, read);
    }
  }

  @Test
  void anAnswerFarOverTheLimitStaysWhole() {
    stream(200_000, "0123456789");

    assertThat(log.text().get()).isEqualTo("0123456789".repeat(200_000));
    assertThat(log.reaches(0)).isFalse();
    assertThat(log.reaches(199_990)).isTrue();
  }
}
