package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedCorpusTest {
  private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";

  private static PoemSets sets;
  private static PoemIndex index;

  @BeforeAll
  static void open() throws PoemCorpusException {
    sets = PoemCorpus.embedded().parse();
    index = PoemIndex.inMemory(PoemCorpus.embedded());
  }

  @AfterAll
  static void close() {
    index.close();
  }

  @Test
  void holdsTheHundredPoemsOfGuanYu() {
    assertThat(index.deities())
        .containsExactly(new Deity("guan_yu", "關聖帝君", "GuanYu", 100, List.of("zh", "en", "ja")));
    assertThat(sets.poems())
        .extracting(Poem::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void poem40IsTheOneOfTheExamples() {
    Poem poem = index.find("guan_yu", 40).orElseThrow();

    assertThat(poem.lines()).containsExactly("新來換得好規模", "何用隨他步與趨", "只聽耳邊消息到", "崎嶇歷盡見亨衢");
    assertThat(poem.title()).isEqualTo("漢光武陷昆陽");
    assertThat(poem.rank()).isEqualTo("上吉");
  }

  @Test
  void everyVerseHasSevenChineseCharactersALine() {
    assertThat(sets.poems())
        .allSatisfy(
            poem -> assertThat(poem.lines()).allMatch(line -> line.matches("\\p{IsHan}{7}")));
  }

  @Test
  void everyPoemIsWhole() {
    assertThat(sets.poems())
        .allSatisfy(
            poem -> {
              int i = poem.number() - 1;
              assertThat(poem.stems()).isEqualTo("" + STEMS.charAt(i / 10) + STEMS.charAt(i % 10));
              assertThat(poem.rank()).isIn(Set.of("大吉", "上上", "上吉", "中吉", "中平", "下下"));
              assertThat(poem.title()).matches("\\p{IsHan}{4,8}");
              assertThat(poem.story())
                  .isNotBlank()
                  .doesNotContainPattern("[\\p{IsHiragana}A-Za-z]");
              assertThat(poem.themes().keySet()).containsExactly("zh", "en", "ja");
              assertThat(poem.themes().get("zh")).doesNotContainPattern("[\\p{IsHiragana}A-Za-z]");
              assertThat(poem.themes().get("en")).matches("\\p{ASCII}+");
              assertThat(poem.themes().get("ja")).containsPattern("\\p{IsHiragana}");
            });
  }

  @Test
  void onlyTheLineThatTheOldSetRepeatsIsThereTwice() {
    Map<String, Integer> lines = new HashMap<>();
    sets.poems().forEach(poem -> poem.lines().forEach(line -> lines.merge(line, 1, Integer::sum)));
    lines.values().removeIf(count -> count == 1);

    // poems 11 and 44 share it in the printed editions too
    assertThat(lines).containsExactly(Map.entry("富貴榮華萃汝身", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"求財", "功名", "婚姻", "官", "patience", "marriage", "wealth", "辛抱", "運", "學業", "工作"})
  void findsPoemsForWhatPeopleAskAbout(String text) {
    assertThat(index.search(text, 5)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "只聽耳邊消息到, 40",
    "只聽耳邊，消息到？, 40",
    "昆陽, 40",
    "withered tree blooms, 25",
    "蕭何追韓信, 34",
    "枯れ木にも花が咲き, 25",
  })
  void putsThePoemThatSaysItFirst(String text, int number) {
    assertThat(index.search(text, "guan_yu", 3).get(0).poem().number()).isEqualTo(number);
  }
}
