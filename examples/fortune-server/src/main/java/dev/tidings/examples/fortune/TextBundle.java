package dev.tidings.examples.fortune;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts by key, read once from a UTF-8 properties file beside this class. A text may hold
 * placeholders like <code>{title}</code>. Immutable.
 */
final class TextBundle {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final Map<String, String> texts;

  private TextBundle(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Reads the file of that name, which is part of the program. */
  static TextBundle load(String name) {
    Properties properties = new Properties();
    try (InputStream bytes = TextBundle.class.getResourceAsStream(name + ".properties")) {
      if (bytes == null) {
        throw new IllegalStateException(name + ".properties is missing from the class path");
      }
      Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8);
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ".properties", e);
    }
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return new TextBundle(Map.copyOf(texts));
  }

  /** Reads {@code name_zh}, {@code name_en} and {@code name_ja}, by language. */
  static Map<String, TextBundle> loadLanguages(String name) {
    return Map.of("zh", load(name + "_zh"), "en", load(name + "_en"), "ja", load(name + "_ja"));
  }

  /** The bundle of a locale's language; Chinese for a language that has none. */
  static TextBundle of(Map<String, TextBundle> languages, Locale locale) {
    TextBundle chinese = languages.getOrDefault("zh", new TextBundle(Map.of()));
    return languages.getOrDefault(locale.getLanguage(), chinese);
  }

  /** The text of a key, if there is one. */
  Optional<String> find(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  /** The text of a key that the program cannot do without. */
  String get(String key) {
    return find(key).orElseThrow(() -> new IllegalStateException("no text for the key " + key));
  }

  /** The texts {@code key.1}, {@code key.2} and so on, or the one text of the key itself. */
  List<String> variants(String key) {
    List<String> found = new ArrayList<>();
    find(key).ifPresent(found::add);
    for (int i = 1; texts.containsKey(key + "." + i); i++) {
      found.add(get(key + "." + i));
    }
    return found;
  }

  /**
   * Puts values into a text's placeholders, in one pass: what looks like a placeholder inside a
   * value stays as it is. Empty when a value is missing.
   */
  static Optional<String> fill(String text, Map<String, String> values) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (placeholder.find()) {
      String value = values.get(placeholder.group(1));
      if (value == null) {
        return Optional.empty();
      }
      placeholder.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return Optional.of(placeholder.appendTail(filled).toString());
  }
}
