package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextScannerTest {
  @ParameterizedTest
  @CsvSource({
    "只聽耳邊, 只听 听耳 耳边",
    "只聽 耳, 只听 耳",
    "月, 月",
    "Café CAFE, cafe cafe",
    "father's fathers, father father",
    "father’s don't, father don t",
    "ＡＢＣ１２, abc12",
    "ｶﾞｷﾞ, ガギ",
    "か\u3099き, がき",
    "試験を, 试験を",
    "求財a運, 求财 a 运",
    "โชคดี, โช ชค คด ดี",
    "𠀋𠀌, 𠀋𠀌",
    "half \uD800 pair, half pair",
    "㍻ ①, 平成 1"
  })
  void cutsATextIntoTerms(String text, String terms) {
    List<String> expected = List.of(terms.replace("试験を", "试验 验を").split(" ", -1));
    assertThat(QueryTerms.all(new TextScanner(), text)).isEqualTo(expected);
  }

  @Property
  void placesAreWithinTheTextAndInOrder(@ForAll @StringLength(max = 200) String text) {
    List<int[]> places = new ArrayList<>();
    new TextScanner()
        .scan(
            text,
            new TextScanner.Terms() {
              @Override
              public void pair(int first, int second, int start, int end) {
                places.add(new int[] {start, end});
              }

              @Override
              public void single(int character, boolean alone, int start, int end) {
                places.add(new int[] {start, end});
              }

              @Override
              public void word(String plain, String stem, int start, int end) {
                assertThat(plain).isNotEmpty();
                places.add(new int[] {start, end});
              }
            });
    assertThat(places)
        .allSatisfy(place -> assertThat(place[0]).isNotNegative().isLessThan(place[1]))
        .allSatisfy(place -> assertThat(place[1]).isLessThanOrEqualTo(text.length()));
  }
}
