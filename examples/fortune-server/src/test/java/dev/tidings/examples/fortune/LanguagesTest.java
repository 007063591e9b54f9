package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which language a client is answered in that has no task to name one. */
class LanguagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ja                     | ja
          ja-JP                  | ja
          en-GB,ja;q=0.5         | en
          fr,de;q=0.9,ja;q=0.1   | ja
          zh-Hant-TW             | zh
          zh-CN                  | zh
          en;q=0,ja;q=0.1        | ja
          fr                     | en
          *                      | en
          """)
  void firstWishThatIsSpokenHereIsTaken(String wish, String language) {
    assertThat(Languages.of(wish).getLanguage()).isEqualTo(language);
  }

  @Test
  void withoutAWishItIsChinese() {
    assertThat(Languages.of(null)).isEqualTo(Locale.TRADITIONAL_CHINESE);
    assertThat(Languages.of(" ")).isEqualTo(Locale.TRADITIONAL_CHINESE);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "en;q=x", "en;q=7", "-", "a-b-c-", ",,,", "\u00e9"})
  void whatIsNoListOfLanguagesIsEnglish(String wish) {
    assertThat(Languages.of(wish)).isEqualTo(Locale.ENGLISH);
  }

  @Test
  void strangersMakeNoLanguagesOfTheirOwn() {
    assertThat(IntStream.range(0, 2_000).mapToObj(i -> Languages.of("xx-" + (1000 + i) + ",yy")))
        .containsOnly(Locale.ENGLISH);
    assertThat(IntStream.range(0, 2_000).mapToObj(i -> Languages.of("ja-x-" + i)))
        .containsOnly(Locale.JAPANESE);
  }
}
