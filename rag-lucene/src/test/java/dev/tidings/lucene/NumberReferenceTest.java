package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "40, 40", "４０, 40", "第４０籤, 40", "第四十籤, 40", "第四十首, 40", "第40签, 40", "第四十, 40",
    "No. 40, 40", "no.40, 40", "#40, 40", "40番, 40", "第一百零五籤, 105", "第十二號, 12", "第四〇籤, 40",
    "040, 40"
  })
  void findsTheNumberThatIsAskedFor(String text, String number) {
    assertThat(NumberReference.in(text)).contains(number);
  }

  @ParameterizedTest
  @CsvSource({"我抽到第四十籤，工作順利嗎, 40", "I drew poem 40 today, 40", "おみくじは40番でした, 40"})
  void findsItWithinAQuestion(String text, String number) {
    assertThat(NumberReference.in(text)).contains(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"我三十五歲了還單身", "I am 30", "", "第", "一", "千里信音", "0", "五十功名心已灰", "99999999999"})
  void takesNoOtherNumberForOne(String text) {
    assertThat(NumberReference.in(text)).isEmpty();
  }

  @Test
  void readsNumerals() {
    assertThat(NumberReference.value("十")).isEqualTo(10);
    assertThat(NumberReference.value("二十")).isEqualTo(20);
    assertThat(NumberReference.value("一百")).isEqualTo(100);
    assertThat(NumberReference.value("三千零一")).isEqualTo(3001);
  }
}
