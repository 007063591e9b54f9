package dev.tidings.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.evaluation.LifeQuestions.Half;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemIndex;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures of docs/retrieval.md stay; the half that is held out is not looked at. */
class QualityTest {
  private static PoemIndex index;
  private static Table generated;

  @BeforeAll
  static void open() throws IOException {
    index = PoemIndex.inMemory(PoemCorpus.embedded());
    generated =
        Table.of(EvaluationMain.searching(index), GeneratedQueries.of(EvaluationMain.poems(index)));
  }

  @AfterAll
  static void close() {
    index.close();
  }

  @Test
  void whatIsNamedOrQuotedIsFirst() {
    for (String group : List.of("line", "title", "number", "stems", "rank")) {
      assertThat(generated.hitAt1(group)).as(group).isGreaterThanOrEqualTo(0.98);
    }
  }

  @Test
  void piecesSlipsScriptsAndVariantsAreAmongTheFirstFive() {
    assertThat(generated.groups())
        .hasSizeGreaterThan(14)
        .allSatisfy(
            group -> assertThat(generated.hitAt5(group)).as(group).isGreaterThanOrEqualTo(0.97));
  }

  @Test
  void lifeQuestionsFindAPoemThatSpeaksOfThem() {
    Table life = Table.of(EvaluationMain.searching(index), LifeQuestions.of(Half.TUNE));
    assertThat(life.groups())
        .hasSize(LifeQuestions.LANGUAGES.size())
        .allSatisfy(group -> assertThat(life.hitAt5(group)).as(group).isGreaterThanOrEqualTo(0.75));
  }

  @Test
  void whatNoPoemAnswersFindsNothing() {
    Table nothing = Table.of(EvaluationMain.searching(index), LifeQuestions.nothing(Half.TUNE));
    // Of twelve; the more a corpus says, the more of its words somebody uses by chance.
    assertThat(nothing.misses()).hasSizeLessThanOrEqualTo(3);
  }
}
