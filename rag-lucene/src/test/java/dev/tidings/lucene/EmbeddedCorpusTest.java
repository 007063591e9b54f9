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
  private static final String BRANCHES = "子丑寅卯辰巳午未申酉戌亥";

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
  void holdsThreeWholeSets() {
    List<String> languages = List.of("zh", "en", "ja");
    assertThat(index.deities())
        .containsExactlyInAnyOrder(
            new Deity("guan_yu", "關聖帝君", "GuanYu", 100, languages),
            new Deity("guan_yin", "觀音菩薩", "GuanYin", 100, languages),
            new Deity("mazu", "天上聖母", "Mazu", 60, languages));
    for (Deity deity : index.deities()) {
      assertThat(of(deity.id()))
          .extracting(Poem::number)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, deity.poemCount()).boxed().toList());
    }
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
              assertThat(poem.title()).matches("\\p{IsHan}{4,12}");
              assertThat(poem.story()).doesNotContainPattern("[\\p{IsHiragana}A-Za-z]");
              assertThat(poem.themes().keySet()).containsExactly("zh", "en", "ja");
            });
  }

  @Test
  void poemsOfGuanYuHaveARankAPairOfStemsAndATale() {
    assertThat(of("guan_yu"))
        .allSatisfy(
            poem -> {
              int i = poem.number() - 1;
              assertThat(poem.stems()).isEqualTo("" + STEMS.charAt(i / 10) + STEMS.charAt(i % 10));
              assertThat(poem.rank()).isIn(Set.of("大吉", "上上", "上吉", "中吉", "中平", "下下"));
              assertThat(poem.story()).isNotBlank();
            });
  }

  @Test
  void poemsOfMazuFollowTheSixtyYearCycle() {
    List<Poem> poems = of("mazu");

    assertThat(poems).extracting(Poem::stems).doesNotHaveDuplicates();
    assertThat(poems)
        .allSatisfy(
            poem -> {
              int stem = (poem.number() - 1) / 6;
              int branch = 2 * ((poem.number() - 1) % 6) + stem % 2;
              assertThat(poem.stems()).isEqualTo("" + STEMS.charAt(stem) + BRANCHES.charAt(branch));
              assertThat(poem.rank()).matches("屬金利秋|屬木利春|屬水利冬|屬火利夏|屬土利年");
            });
  }

  @Test
  void poemsOfGuanYinHaveARankWhereTheEditionPrintsOne() {
    assertThat(of("guan_yin"))
        .allSatisfy(
            poem -> {
              assertThat(poem.rank()).matches("大吉|[上中平][上中平吉]?|未標");
              assertThat(poem.story()).isNotBlank();
            });
  }

  @Test
  void onlyTheLineThatTheOldSetRepeatsIsTwiceInGuanYus() {
    Map<String, Integer> lines = new HashMap<>();
    of("guan_yu").forEach(poem -> poem.lines().forEach(line -> lines.merge(line, 1, Integer::sum)));
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
  @CsvSource({"只聽耳邊消息到, 40, 1", "孟姜女, 38, 3", "丁公, 45, 3"})
  void findsWhatTheLastWordsOfALongStoryNameAmongTheFirst(String words, int number, int place) {
    String story =
        "小時候家裡窮困，父親在碼頭搬貨，母親替人洗衣，我一邊讀夜校一邊在印刷廠當學徒。後來認識了一位老師傅，他教我排字，也教我做人。"
            + "二十歲那年父親病倒，我只好放棄升學，扛起家計。這些年我換過好幾個城市，做過送報、修車、擺攤，最後在一家小公司落腳，一待就是十五年。"
            + "同事來來去去，主管換了三個，我始終守著那張靠窗的桌子。去年公司搬遷，很多人離開，我也開始問自己，這樣的日子到底還要過多久。";

    assertThat(index.search(story.repeat(4) + words, place))
        .extracting(found -> found.poem().number())
        .contains(number);
  }

  @ParameterizedTest
  @CsvSource({"40", "第４０籤", "第四十籤", "丁癸", "No. 40"})
  void findsAPoemByItsNumberOrItsPlaceInTheCycle(String text) {
    assertThat(index.search(text, "guan_yu", 1).get(0).poem().number()).isEqualTo(40);
  }

  @Test
  void findsPoemsByTheirRank() {
    assertThat(index.search("下下籤", "guan_yu", 10))
        .hasSize(10)
        .allMatch(found -> found.poem().rank().equals("下下"));
  }

  @Test
  void questionsThatShareOnlyTheirGrammarFindDifferentPoems() {
    assertThat(index.search("試験に合格できますか", 5))
        .doesNotContainAnyElementsOf(index.search("いつ結婚できますか", 5));
    assertThat(index.search("できますか", 5)).isEmpty();
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

  @ParameterizedTest
  @CsvSource({"guan_yin, 鯨魚未化守江湖, 2", "guan_yin, 塞翁失馬, 99", "mazu, 日出便見風雲散, 1"})
  void putsThePoemThatSaysItFirstInItsSet(String deityId, String text, int number) {
    assertThat(index.search(text, deityId, 3).get(0).poem().number()).isEqualTo(number);
  }

  private static List<Poem> of(String deityId) {
    return sets.poems().stream().filter(poem -> poem.deityId().equals(deityId)).toList();
  }
}
