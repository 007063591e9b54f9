package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TendencyTest {
  @ParameterizedTest
  @CsvSource({
    "大吉, FAVOURABLE",
    "上上, FAVOURABLE",
    "上吉, FAVOURABLE",
    "中吉, MIXED",
    "中平, MIXED",
    "平中, MIXED",
    "末吉, MIXED",
    "下下, UNFAVOURABLE",
    "大凶, UNFAVOURABLE",
  })
  void knowsTheRanks(String rank, Tendency tendency) {
    assertThat(Tendency.ofRank(rank)).contains(tendency);
  }

  @Test
  void claimsNothingOfARankItDoesNotKnow() {
    assertThat(Tendency.ofRank(null)).isEmpty();
    assertThat(Tendency.ofRank("")).isEmpty();
    assertThat(Tendency.ofRank("第一")).isEmpty();
    assertThat(Tendency.ofRank("屬金利秋")).isEmpty();
    assertThat(Tendency.ofRank("未標")).isEmpty();
  }
}
