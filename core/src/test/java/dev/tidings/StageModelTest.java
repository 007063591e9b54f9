package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageModelTest {
  @Test
  void theRagModelRunsFromQueuedToCompleted() {
    StageModel model = StageModel.ragLlm();

    assertThat(model.stages())
        .containsExactly(
            Stage.QUEUED,
            Stage.PROCESSING,
            Stage.ANALYZING_RAG,
            Stage.GENERATING_LLM,
            Stage.COMPLETED);
    assertThat(model.stages()).map(model::start).containsExactly(0, 0, 10, 60, 100);
    assertThat(model.stages()).map(model::end).containsExactly(0, 10, 60, 100, 100);
    assertThat(model.stages()).map(model::ordinal).containsExactly(0, 1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 10",
    "300, 1000, 25",
    "1, 3, 26",
    "999, 1000, 59",
    "1, 1, 60",
    "7, 1, 60",
    "9223372036854775806, 9223372036854775807, 60",
    "9223372036854775807, 1, 60"
  })
  void aShareOfAStageIsAPercentOfTheWholeRoundedDown(long done, long expected, int percent) {
    assertThat(StageModel.ragLlm().percent(Stage.ANALYZING_RAG, done, expected)).isEqualTo(percent);
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.ragLlm().percent(Stage.PROCESSING, -1, 1))
        .withMessageContaining("done -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.ragLlm().percent(Stage.PROCESSING, 0, 0))
        .withMessageContaining("expected 0");
  }

  @Test
  void aStageMayHaveNoShare() {
    StageModel model = StageModel.builder().stage("check", 0).stage("work", 100).build();

    assertThat(model.start(Stage.of("check"))).isZero();
    assertThat(model.end(Stage.of("check"))).isZero();
    assertThat(model.end(Stage.of("work"))).isEqualTo(100);
  }

  @Test
  void sharesThatDoNotAddUpTo100AreRefusedWithTheirSum() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StageModel.builder().stage("work", 99).build())
        .withMessageContaining("99");
    assertThatIllegalStateException().isThrownBy(() -> StageModel.builder().build());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aShareOutOfRangeIsRefusedByStageAndValue(int share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.builder().stage("work", share))
        .withMessageContaining("share " + share + " of stage 'work'");
  }

  @Test
  void aSumThatOverflowsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.builder().stage("a", 50).stage("b", Integer.MAX_VALUE))
        .withMessageContaining("stage 'b'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "completed", "work"})
  void aStageIsThereOnce(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.builder().stage("work", 10).stage(name, 10))
        .withMessageContaining("stage '" + name + "'");
  }

  @Test
  void aStageOfAnotherModelIsRefusedByNameWithTheStagesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageModel.ragLlm().start(Stage.of("printing")))
        .withMessageContaining("stage 'printing'")
        .withMessageContaining("generating_llm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Work", "1a", "_a", "a-b", "a b", "a\n", "work\r\nid: 1"})
  void aStageNameIsLowerSnakeCase(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stage.of(name))
        .withMessageContaining("stage name '" + name + "'");
  }
}
