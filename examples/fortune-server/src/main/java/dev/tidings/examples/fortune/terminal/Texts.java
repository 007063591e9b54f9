package dev.tidings.examples.fortune.terminal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** What the client itself says, in the language of the question. */
final class Texts {
  private final ResourceBundle bundle;
  private final Locale locale;

  /**
   * Texts of a language.
   *
   * @param language {@code zh}, {@code en} or {@code ja}
   */
  Texts(String language) {
    locale = Locale.forLanguageTag(language);
    bundle =
        ResourceBundle.getBundle(
            "dev.tidings.examples.fortune.terminal.texts",
            locale,
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  String get(String key, Object... values) {
    return new MessageFormat(bundle.getString(key), locale).format(values);
  }
}
