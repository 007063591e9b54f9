package dev.tidings.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");

  @Test
  void secondsAreCounted() {
    assertThat(RetryAfter.parse(null, " 20 ", NOW)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void fractionsCount() {
    assertThat(RetryAfter.parse(null, "1.5", NOW)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void millisecondsAreMoreExactAndWin() {
    assertThat(RetryAfter.parse("250.5", "1", NOW)).isEqualTo(Duration.ofNanos(250_500_000));
    assertThat(RetryAfter.parse("soon", "1", NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aDateIsComparedWithNow() {
    assertThat(RetryAfter.parse(null, "Mon, 15 Jan 2024 10:31:30 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(RetryAfter.parse(null, "Mon, 15 Jan 2024 10:00:00 GMT", NOW))
        .isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-1", "soon", "1.5.5", "1e3", "99999999999", "Mon, 15 Jan 2024"})
  void anythingElseIsNothing(@Nullable String header) {
    assertThat(RetryAfter.parse(header, header, NOW)).isNull();
  }
}
