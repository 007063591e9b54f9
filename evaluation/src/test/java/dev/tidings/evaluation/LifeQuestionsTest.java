package dev.tidings.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.evaluation.LifeQuestions.Half;
import dev.tidings.lucene.Poem;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemCorpusException;
import dev.tidings.lucene.PoemIndex;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifeQuestionsTest {
  @Test
  void eachLanguageHasTwentyQuestionsInEachHalf() {
    for (Half half : Half.values()) {
      Map<String, Long> questions =
          LifeQuestions.of(half).stream()
              .collect(Collectors.groupingBy(Judged::group, Collectors.counting()));
      assertThat(questions)
          .hasSize(4)
          .allSatisfy((group, count) -> assertThat(count).isEqualTo(20));
    }
  }

  @Test
  void eachQuestionHasAPoemThatSpeaksOfIt() {
    for (Half half : Half.values()) {
      assertThat(LifeQuestions.of(half)).allMatch(question -> question.grades().containsValue(2));
    }
  }

  @Test
  void eachJudgementQuotesItsPoem() throws PoemCorpusException {
    try (PoemIndex index = PoemIndex.inMemory(PoemCorpus.embedded())) {
      assertThat(LifeQuestions.grounds())
          .isNotEmpty()
          .allSatisfy(
              ground -> {
                Poem poem = index.find("guan_yu", ground.number()).orElseThrow();
                assertThat(String.join("", poem.lines()))
                    .as(ground.need())
                    .contains(ground.verse());
              });
    }
  }
}
