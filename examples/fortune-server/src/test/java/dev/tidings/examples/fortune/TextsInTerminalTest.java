package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the terminal client says is there in each language. */
class TextsInTerminalTest {
  private static Properties read(String file) throws Exception {
    Properties texts = new Properties();
    try (InputStream in =
        TextsInTerminalTest.class.getResourceAsStream("terminal/" + file + ".properties")) {
      assertThat(in).as(file).isNotNull();
      texts.load(new InputStreamReader(in, UTF_8));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"texts_zh", "texts_ja"})
  void everySentenceIsTranslatedWithItsPlaceholders(String file) throws Exception {
    Properties english = read("texts");
    Properties other = read(file);

    Set<String> keys = english.stringPropertyNames();
    assertThat(other.stringPropertyNames()).isEqualTo(keys);
    for (String key : keys) {
      for (String place : new String[] {"{0}", "{1}"}) {
        assertThat(other.getProperty(key).contains(place))
            .as(key)
            .isEqualTo(english.getProperty(key).contains(place));
      }
    }
  }
}
