package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCursorTest {
  private static final Instant NOW = Instant.parse("2024-10-09T01:00:19Z");
  private static final long CURRENT = 180;

  @Test
  void itIsTheNumberOfTheInterval() {
    assertThat(StreamCursor.next(NOW, null)).isEqualTo(CURRENT);
    assertThat(StreamCursor.next(NOW.plusSeconds(1), null)).isEqualTo(CURRENT + 1);
    assertThat(StreamCursor.next(NOW, "179")).isEqualTo(CURRENT);
  }

  @RepeatedTest(50)
  void itIsGreaterThanTheReadersByAnHourAtMost() {
    assertThat(StreamCursor.next(NOW, "180")).isBetween(CURRENT + 1, CURRENT + 180);
    assertThat(StreamCursor.next(NOW, "999999999999999999")).isGreaterThan(999999999999999999L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e9", "９", "9999999999999999999"})
  void whatIsNoNumberIsNone(String shown) {
    assertThat(StreamCursor.next(NOW, shown)).isEqualTo(CURRENT);
  }

  @Test
  void aClockBeforeTheFirstIntervalIsInIt() {
    assertThat(StreamCursor.next(Instant.EPOCH, null)).isZero();
  }
}
