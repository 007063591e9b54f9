package dev.tidings.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.Confidence;
import dev.tidings.TokenUsage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of the pipeline: percent, confidence, expected length. */
class MeasuresTest {
  private final GenerationProgress progress =
      new GenerationProgress(new RagFixture().tracker, RagQuery.Delivery.STREAMED, 100);

  private static @Nullable Confidence confidence(
      @Nullable Double match, @Nullable Double probability, String finishReason) {
    return AnswerConfidence.of(
        new Retrieval(List.of(ScriptedRetriever.POEM), match),
        new ChatCompletion("m", finishReason, null, probability));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 76",
    "0.25, 80",
    "0.4999, 84",
    "0.5, 85",
    "0.75, 88",
    "0.9999, 90",
    "1, 91",
    "7, 91"
  })
  void thePercentOfTheWritingFollowsTheShareOfTheExpectedLength(double share, int percent) {
    assertThat(progress.percentAt(share)).isEqualTo(percent);
  }

  @Test
  void thePercentOfTheWritingNeverGoesDown() {
    int before = 0;
    for (double share = 0; share < 2; share += 0.001) {
      assertThat(progress.percentAt(share)).isBetween(before, 91);
      before = progress.percentAt(share);
    }
  }

  @Test
  void confidenceNamesWhatWasMeasured() {
    assertThat(confidence(0.9, 0.8, "stop"))
        .isEqualTo(new Confidence(72, "retrieval_match_token_probability"));
    assertThat(confidence(0.9, null, "stop")).isEqualTo(new Confidence(90, "retrieval_match"));
    assertThat(confidence(null, 0.8, "stop")).isEqualTo(new Confidence(80, "token_probability"));
    assertThat(confidence(null, null, "stop")).isNull();
  }

  @Test
  void anAnswerThatWasCutHasHalfTheConfidence() {
    assertThat(confidence(1.0, null, "length")).isEqualTo(new Confidence(50, "retrieval_match"));
    assertThat(confidence(1.0, null, "model_length"))
        .isEqualTo(new Confidence(50, "retrieval_match"));
    assertThat(confidence(1.0, null, "MAX_TOKENS"))
        .isEqualTo(new Confidence(50, "retrieval_match"));
    assertThat(confidence(null, null, "length")).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aMeasureOutOfRangeIsRefusedByNameAndValue(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retrieval(List.of(ScriptedRetriever.POEM), value))
        .withMessageContaining("match " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChatCompletion("m", "stop", null, value))
        .withMessageContaining("probability " + value);
  }

  @Test
  void aRetrievalHasAtLeastOnePassage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retrieval(List.of(), 1.0))
        .withMessageContaining("at least one passage");
  }

  private static ChatCompletion answer(String model, String reason) {
    return new ChatCompletion(model, reason, new TokenUsage(5, 10, 15), null);
  }

  @Test
  void theConfiguredLengthCountsUntilThreeAnswersAreKnown() {
    AnswerLengths lengths = new AnswerLengths(400);
    lengths.record(Locale.CHINESE, answer("m", "stop"), 10);
    lengths.record(Locale.TRADITIONAL_CHINESE, answer("m", "stop"), 30);
    assertThat(lengths.expected(Locale.CHINESE, null)).isEqualTo(400);

    lengths.record(Locale.SIMPLIFIED_CHINESE, answer("m", "stop"), 20);

    assertThat(lengths.expected(Locale.CHINESE, null)).isEqualTo(20);
    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(400);
  }

  @Test
  void onlyRecentLengthsCount() {
    AnswerLengths lengths = new AnswerLengths(400);
    for (int i = 0; i < 100; i++) {
      lengths.record(Locale.ENGLISH, answer("m", "stop"), 1000);
    }
    for (int i = 0; i < 17; i++) {
      lengths.record(Locale.ENGLISH, answer("m", "stop"), 50);
    }

    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(50);
  }

  @Test
  void anExpectedLengthIsNeverZero() {
    AnswerLengths lengths = new AnswerLengths(400);
    for (int i = 0; i < 3; i++) {
      lengths.record(Locale.ENGLISH, answer("m", "stop"), 0);
    }

    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(1);
  }

  @Test
  void eachModelHasLengthsOfItsOwn() {
    AnswerLengths lengths = new AnswerLengths(400);
    for (int i = 0; i < 3; i++) {
      lengths.record(Locale.ENGLISH, answer("terse", "stop"), 50);
    }
    for (int i = 0; i < 3; i++) {
      lengths.record(Locale.ENGLISH, answer("wordy", "stop"), 900);
    }
    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(900);

    lengths.record(Locale.ENGLISH, answer("terse", "stop"), 60);

    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(50);
  }

  @Test
  void anAnswerThatWasCutTeachesNothing() {
    AnswerLengths lengths = new AnswerLengths(400);
    for (int i = 0; i < 3; i++) {
      lengths.record(Locale.ENGLISH, answer("m", "length"), 50);
    }

    assertThat(lengths.expected(Locale.ENGLISH, null)).isEqualTo(400);
  }

  @Test
  void noMoreIsExpectedThanTheRequestPermits() {
    AnswerLengths lengths = new AnswerLengths(400);
    assertThat(lengths.expected(Locale.ENGLISH, 1000)).isEqualTo(400);
    assertThat(lengths.expected(Locale.ENGLISH, 10)).isEqualTo(60);

    for (int i = 0; i < 3; i++) {
      lengths.record(Locale.ENGLISH, answer("m", "stop"), 30);
    }

    assertThat(lengths.expected(Locale.ENGLISH, 1000)).isEqualTo(30);
    assertThat(lengths.expected(Locale.ENGLISH, 5)).as("3 units a token").isEqualTo(15);
  }
}
