package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBundlesTest {
  private static final String HOST = "dev.tidings.host_messages";

  private final MessageCatalog standard = MessageBundles.standard();

  private static List<String> keys(Locale locale) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            "dev.tidings.messages",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    assertThat(bundle.getLocale()).isEqualTo(locale);
    return Collections.list(bundle.getKeys()).stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "ja"})
  void everyLanguageHasEverySentenceOfItsOwn(String language) {
    Locale locale = Locale.forLanguageTag(language);

    assertThat(keys(locale)).isEqualTo(keys(Locale.ROOT)).hasSizeGreaterThan(20);
    assertThat(keys(locale))
        .allSatisfy(
            key ->
                assertThat(standard.render(Message.of(key), locale))
                    .isNotBlank()
                    .isNotEqualTo(standard.render(Message.of(key), Locale.ENGLISH)));
  }

  @ParameterizedTest
  @MethodSource("dev.tidings.FailureCode#standard")
  void everyFailureHasASentence(FailureCode code) {
    Message message = TaskFailure.of(code).message();

    for (String language : List.of("zh", "en", "ja")) {
      assertThat(standard.render(message, Locale.forLanguageTag(language)))
          .isNotEqualTo(message.toString())
          .isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "ja", "en", "de"})
  void aLanguageWeLackGetsEnglishWhateverTheMachineSpeaks(String machine) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(machine));
    try {
      assertThat(standard.render(Message.of("task.completed"), Locale.forLanguageTag("fr")))
          .isEqualTo("Done");
      assertThat(standard.render(Message.of("task.completed"), Locale.ENGLISH)).isEqualTo("Done");
      assertThat(standard.render(Message.of("task.completed"), Locale.ROOT)).isEqualTo("Done");
      assertThat(standard.render(Message.of("task.completed"), Locale.JAPAN)).isEqualTo("完了しました！");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "zh-TW", "zh-HK", "zh-Hant", "zh-Hant-TW", "zh-CN"})
  void everyKindOfChineseGetsChinese(String tag) {
    assertThat(standard.render(Message.of("task.completed"), Locale.forLanguageTag(tag)))
        .isEqualTo("完成！");
  }

  @Test
  void argumentsFillThePlaceholdersUnaltered() {
    String odd = "{0} 'x' # 1,000 \u2028 \uD83D\uDC09";

    assertThat(standard.render(Message.of("rag.searching", odd), Locale.CHINESE))
        .isEqualTo("正在查找 " + odd + "...");
    assertThat(standard.render(Message.of("rag.searching", odd), Locale.ENGLISH))
        .isEqualTo("Searching " + odd + "...");
  }

  @Test
  void plainTextAndUnknownKeysComeOutAsTheyAre() {
    assertThat(standard.render(Message.text("{0} it's"), Locale.JAPANESE)).isEqualTo("{0} it's");
    assertThat(standard.render(Message.of("no.such.key"), Locale.JAPANESE))
        .isEqualTo("no.such.key");
    assertThat(standard.render(Message.of("no.such.key", 1), Locale.JAPANESE))
        .isEqualTo("no.such.key[1]");
  }

  @Test
  void aBundleOfTheHostComesFirstAndTheLibraryFillsItsGaps() {
    MessageCatalog host = MessageBundles.of(getClass().getClassLoader(), HOST);

    assertThat(host.render(Message.of("rag.started"), Locale.ENGLISH))
        .isEqualTo("Lighting the incense...");
    assertThat(host.render(Message.of("rag.started"), Locale.TRADITIONAL_CHINESE))
        .isEqualTo("點香中...");
    assertThat(host.render(Message.of("task.completed"), Locale.CHINESE)).isEqualTo("完成！");
    assertThat(host.render(Message.of("host.greeting", "Ann", 40), Locale.ENGLISH))
        .isEqualTo("Hello Ann, it's number 40");
  }

  @Test
  void aBundleThatDoesNotExistIsRefusedAtOnce() {
    assertThatThrownBy(() -> MessageBundles.of(getClass().getClassLoader(), "no.such.bundle"))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("no.such.bundle");
  }

  @Test
  void aMessageIsEitherAKeyOrAText() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Message(null, List.of(), null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Message("key", List.of(), "text"));
    assertThat(Message.text("a".repeat(Message.MAX_TEXT)).text()).hasSize(2000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Message.text("a".repeat(Message.MAX_TEXT + 1)))
        .withMessageContaining("2001");
  }
}
