package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.rag.Passage;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.testkit.retrieval.RecordingRetrievalListener;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoemRetrievalTest {
  private final RecordingRetrievalListener steps = new RecordingRetrievalListener();
  private PoemIndex index;

  @BeforeEach
  void open() throws IOException {
    index = PoemIndex.inMemory(PoemCorpus.embedded().plus(Corpora.small()));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void looksUpTheDrawnPoem() throws RetrievalException {
    Retrieval retrieval = index.retrieve(Queries.poem("guan_yu", 40), steps, Cancellation.none());

    assertThat(retrieval.match()).isEqualTo(1.0);
    Passage passage = retrieval.passages().get(0);
    assertThat(retrieval.passages()).containsExactly(passage);
    assertThat(passage.title()).isEqualTo("漢光武陷昆陽");
    assertThat(passage.text()).isEqualTo("新來換得好規模\n何用隨他步與趨\n只聽耳邊消息到\n崎嶇歷盡見亨衢");
    assertThat(passage.score()).isNull();
    assertThat(passage.reference())
        .containsExactly(entry("deity_id", "guan_yu"), entry("fortune_number", 40));
    Poem poem = index.find("guan_yu", 40).orElseThrow();
    TopicNote lawsuit = Objects.requireNonNull(poem.topics().get("lawsuit"));
    assertThat(passage.facts())
        .containsEntry("deity_name", "關聖帝君")
        .containsEntry("rank", "上吉")
        .containsEntry("stems", "丁癸")
        .containsEntry("theme", Objects.requireNonNull(poem.themes().get("zh")))
        .containsEntry("source.lawsuit", "聖意「訟得勝」")
        .containsEntry("topic.lawsuit", Objects.requireNonNull(lawsuit.texts().get("zh")))
        .containsKey("story");
  }

  @Test
  void tellsEachStepOnceInOrder() throws RetrievalException {
    index.retrieve(Queries.poem("guan_yu", 40), steps, Cancellation.none());

    assertThat(steps.steps())
        .containsExactly("resolving", "searching GuanYu", "reading 40", "found GuanYu");
  }

  @Test
  void leavesOutTheFactsAPoemHasNot() throws RetrievalException {
    Retrieval retrieval = index.retrieve(Queries.poem("hill_lord", 1), steps, Cancellation.none());

    assertThat(retrieval.passages().get(0).facts())
        .containsExactly(entry("deity_name", "HillLord"), entry("rank", "下下"));
  }

  @ParameterizedTest
  @CsvSource({
    "sea_lady, 1, zh-TW, 耐心等待，求財可得。",
    "sea_lady, 1, ja,    焦らず待てば幸運が来る。",
    "sea_lady, 1, en-GB, Patience brings you home.",
    "sea_lady, 1, fr,    Patience brings you home.",
    "sea_lady, 3, zh,    Study quietly; fame comes late.",
  })
  void givesTheThemeInTheAskersLanguageOrTheNextBest(
      String deityId, int number, String language, String theme) throws RetrievalException {
    Retrieval retrieval =
        index.retrieve(
            Queries.of("?", Locale.forLanguageTag(language), deityId, number),
            steps,
            Cancellation.none());

    assertThat(retrieval.passages().get(0).facts()).containsEntry("theme", theme);
  }

  @Test
  void givesAThemeInAnyLanguageWhenThereIsNoBetter() throws IOException, RetrievalException {
    String row = CorpusRow.write(Corpora.OTHER).replace("{}", "{\"ja\":\"待て。\"}");
    try (PoemIndex japanese = PoemIndex.inMemory(Corpora.of(row))) {
      Retrieval retrieval =
          japanese.retrieve(
              Queries.of("?", Locale.ENGLISH, "hill_lord", 1), steps, Cancellation.none());

      assertThat(retrieval.passages().get(0).facts()).containsEntry("theme", "待て。");
    }
  }

  @Test
  void matchesTheQuestionWhenNoNumberWasDrawn() throws RetrievalException {
    Retrieval retrieval =
        index.retrieve(
            Queries.with("苦讀能成名嗎？", Map.of("deity_id", "sea_lady")), steps, Cancellation.none());

    assertThat(retrieval.match()).isBetween(0.0, 1.0);
    assertThat(retrieval.passages()).extracting(Passage::title).containsExactly("秉燭夜遊");
    assertThat(retrieval.passages().get(0).score()).isPositive();
    assertThat(steps.steps())
        .containsExactly(
            "resolving", "searching SeaLady", "matched 1", "reading 3", "found SeaLady");
  }

  @Test
  void givesThreePassagesAtMostBestFirst() throws RetrievalException {
    Retrieval retrieval =
        index.retrieve(
            Queries.with("功名富貴", Map.of("deity_id", "guan_yu")), steps, Cancellation.none());

    assertThat(retrieval.passages()).hasSize(3);
    assertThat(retrieval.passages())
        .extracting(Passage::score)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    List<String> told = steps.steps();
    assertThat(told)
        .hasSize(7)
        .startsWith("resolving", "searching GuanYu", "matched 3")
        .endsWith("found GuanYu");
    assertThat(told.subList(3, 6)).allMatch(step -> step.startsWith("reading "));
  }

  @Test
  void matchesTheQuestionAgainstAllDeitiesWhenNoneIsNamed() throws RetrievalException {
    Retrieval retrieval =
        index.retrieve(Queries.with("一葉扁舟載月行", Map.of()), steps, Cancellation.none());

    assertThat(retrieval.passages().get(0).title()).isEqualTo("漁舟晚歸");
    assertThat(steps.steps())
        .startsWith("searching GuanYin, GuanYu, HillLord, Mazu, SeaLady", "matched 3", "reading 1")
        .endsWith("found GuanYin, GuanYu, HillLord, Mazu, SeaLady");
  }

  @Test
  void saysThatADeityIsUnknownAndWhichAreThere() {
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(() -> index.retrieve(Queries.poem("zeus", 1), steps, Cancellation.none()))
        .withMessage(
            "deity_id \"zeus\" is not in the index; it has [guan_yin, guan_yu, hill_lord, mazu, sea_lady]");
    assertThat(steps.steps()).containsExactly("resolving");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101})
  void saysThatAPoemIsMissingAndWhichNumbersThereAre(int number) {
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () -> index.retrieve(Queries.poem("guan_yu", number), steps, Cancellation.none()))
        .withMessage("guan_yu has no poem " + number + "; its numbers are 1 to 100");
    assertThat(steps.steps()).containsExactly("resolving", "searching GuanYu");
  }

  @Test
  void saysThatNothingMatchesWithoutRepeatingTheQuestion() {
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () ->
                index.retrieve(
                    Queries.with("xyzzy", Map.of("deity_id", "guan_yu")),
                    steps,
                    Cancellation.none()))
        .withMessage("nothing in GuanYu fits the question")
        .satisfies(nothing -> assertThat(nothing.code()).isEqualTo(FailureCode.NOTHING_FOUND));
  }

  @Test
  void takesANumberOfAnyWholeType() throws RetrievalException {
    for (Object number : List.of(40, 40L, (short) 40, BigInteger.valueOf(40))) {
      Retrieval retrieval =
          index.retrieve(
              Queries.with("?", Map.of("deity_id", "guan_yu", "fortune_number", number)),
              steps,
              Cancellation.none());
      assertThat(retrieval.passages().get(0).reference()).containsEntry("fortune_number", 40);
    }
  }

  @Test
  void refusesFiltersOfTheWrongTypeOrWithoutTheDeity() {
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () ->
                index.retrieve(
                    Queries.with("?", Map.of("deity_id", "guan_yu", "fortune_number", "40")),
                    steps,
                    Cancellation.none()))
        .withMessage("filter fortune_number is of type String; give a value of type Integer");
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () ->
                index.retrieve(
                    Queries.with("?", Map.of("fortune_number", 40)), steps, Cancellation.none()))
        .withMessageContaining("there is no deity_id");
    assertThat(steps.steps()).isEmpty();
  }
}
