package dev.tidings.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatModelBuilderTest {
  private final OpenAiChatModelBuilder builder = OpenAiChatModel.builder();

  private static void assertRefused(Runnable setter, String... words) {
    assertThatThrownBy(setter::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void onlyTheModelIsRequired() {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("model is missing");
    assertThat(builder.model("m").build()).hasToString("OpenAiChatModel[m on api.openai.com]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com/v1", "ftp://example.com/v1", "http://"})
  void aBaseUrlMustBeAWebAddress(String baseUrl) {
    assertRefused(() -> builder.baseUrl(baseUrl), "baseUrl", "give one such as");
  }

  @Test
  void aBaseUrlHasNoCredentialsAndNotTheWholePath() {
    assertRefused(() -> builder.baseUrl("https://me:secret@example.com/v1"), "baseUrl", "apiKey");
    assertRefused(
        () -> builder.baseUrl("https://example.com/v1/chat/completions/"), "leave that out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "sk secret", "sk-secret\n", "sk-sécret"})
  void aKeyMustFitAHeaderAndIsNotQuoted(String key) {
    assertThatThrownBy(() -> builder.apiKey(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apiKey")
        .hasMessageNotContaining("cret");
  }

  @Test
  void aKeyDoesNotShowItself() {
    ApiKey key = new ApiKey("sk-secret-42");

    assertThat(key).hasToString("[apiKey]");
    assertThat(key.redact("no such key: sk-secret-42.")).isEqualTo("no such key: [apiKey].");
  }

  @Test
  void numbersHaveRanges() {
    assertRefused(() -> builder.model(" "), "model");
    assertRefused(() -> builder.retries(-1), "retries -1");
    assertRefused(() -> builder.maxAnswerLength(0), "maxAnswerLength 0");
    assertRefused(() -> builder.maxEventBytes(1023), "maxEventBytes 1023");
  }

  @Test
  void timesArePositive() {
    assertRefused(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout PT0S");
    assertRefused(() -> builder.firstTokenTimeout(Duration.ofSeconds(-1)), "firstTokenTimeout");
    assertRefused(() -> builder.idleTimeout(Duration.ofDays(2)), "idleTimeout", "at most a day");
    assertRefused(() -> builder.totalTimeout(Duration.ZERO), "totalTimeout");
    assertRefused(
        () -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)), "backoff", "longer");
  }
}
