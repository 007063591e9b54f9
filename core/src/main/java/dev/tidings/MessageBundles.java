package dev.tidings;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A catalog made of resource bundles, the host's first and the library's last, in Chinese, English
 * and Japanese; who asks in another language sees English, or the host's root bundle. Patterns are
 * those of {@link MessageFormat} when a message has arguments, and plain text when it has none. A
 * key that no bundle has comes out as itself. It is thread-safe.
 */
public final class MessageBundles implements MessageCatalog {
  private static final String OWN = "dev.tidings.messages";

  /** Loads one family of bundles in a language. */
  @FunctionalInterface
  private interface Family {
    ResourceBundle load(Locale locale);
  }

  private static final int MOST_LOCALES = 64;

  private final List<Family> families;
  private final ConcurrentMap<Locale, List<ResourceBundle>> byLocale = new ConcurrentHashMap<>();

  private MessageBundles(ClassLoader loader, List<String> baseNames) {
    List<Family> all = new ArrayList<>();
    for (String name : baseNames) {
      ResourceBundle.getBundle(name, Locale.ROOT, loader);
      all.add(locale -> ResourceBundle.getBundle(name, locale, loader));
    }
    all.add(locale -> ResourceBundle.getBundle(OWN, locale, MessageBundles.class.getModule()));
    families = List.copyOf(all);
  }

  /** The library's own sentences, and no other. */
  public static MessageBundles standard() {
    return new MessageBundles(MessageBundles.class.getClassLoader(), List.of());
  }

  /**
   * A host's own bundles, and the library's sentences for every key they do not have.
   *
   * @param loader where the host's bundles are
   * @param baseNames asked in this order: {@code "com.example.messages"}
   * @throws java.util.MissingResourceException if there is no bundle of that name
   */
  public static MessageBundles of(ClassLoader loader, String... baseNames) {
    return new MessageBundles(loader, List.of(baseNames));
  }

  @Override
  public String render(Message message, Locale locale) {
    String key = message.key();
    if (key == null) {
      return String.valueOf(message.text());
    }
    for (ResourceBundle bundle : bundles(locale)) {
      if (bundle.containsKey(key)) {
        String pattern = bundle.getString(key);
        return message.arguments().isEmpty()
            ? pattern
            : new MessageFormat(pattern, locale).format(message.arguments().toArray());
      }
    }
    return message.toString();
  }

  private List<ResourceBundle> bundles(Locale locale) {
    List<ResourceBundle> known = byLocale.get(locale);
    if (known != null) {
      return known;
    }
    List<ResourceBundle> found = families.stream().map(f -> inLanguage(f, locale)).toList();
    // Clients may name any locale; only so many are remembered.
    if (byLocale.size() < MOST_LOCALES) {
      byLocale.put(locale, found);
    }
    return found;
  }

  /**
   * A bundle that does not exist falls back to the machine's default language; a person who asked
   * in a language we lack gets the root bundle instead, the same on every machine.
   */
  private static ResourceBundle inLanguage(Family family, Locale locale) {
    ResourceBundle bundle = family.load(locale);
    String found = bundle.getLocale().getLanguage();
    return found.isEmpty() || found.equals(locale.getLanguage())
        ? bundle
        : family.load(Locale.ROOT);
  }
}
