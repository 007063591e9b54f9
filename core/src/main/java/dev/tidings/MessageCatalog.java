package dev.tidings;

import dev.tidings.internal.task.BundleCatalog;
import java.util.List;
import java.util.Locale;

/** Turns messages into text. Thread-safe. */
@FunctionalInterface
public interface MessageCatalog {
  /** The text of a message in a language; a key that nobody knows comes out as itself. */
  String render(Message message, Locale locale);

  /** The sentences this library brings, in Chinese, English and Japanese; others see English. */
  static MessageCatalog standard() {
    return new BundleCatalog(MessageCatalog.class.getClassLoader(), List.of());
  }

  /**
   * A host's own resource bundles, and the library's sentences for every key they do not have.
   * Patterns are those of {@link java.text.MessageFormat} when a message has arguments, and plain
   * text when it has none.
   *
   * @param loader where the bundles are
   * @param baseNames asked in this order: {@code "com.example.messages"}
   * @throws java.util.MissingResourceException if there is no bundle of that name
   */
  static MessageCatalog bundles(ClassLoader loader, String... baseNames) {
    return new BundleCatalog(loader, List.of(baseNames));
  }
}
