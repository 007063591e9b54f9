package dev.tidings.internal;

import dev.tidings.Message;
import dev.tidings.MessageCatalog;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** Renders messages from resource bundles, the host's first and the library's last. */
public final class BundleCatalog implements MessageCatalog {
  private static final String OWN = "dev.tidings.messages";

  /** Loads one family of bundles in a language. */
  @FunctionalInterface
  private interface Family {
    ResourceBundle load(Locale locale);
  }

  private final List<Family> families;

  /** The host's bundles, each checked to be there, before the library's own. */
  public BundleCatalog(ClassLoader loader, List<String> baseNames) {
    List<Family> all = new ArrayList<>();
    for (String name : baseNames) {
      ResourceBundle.getBundle(name, Locale.ROOT, loader);
      all.add(locale -> ResourceBundle.getBundle(name, locale, loader));
    }
    all.add(locale -> ResourceBundle.getBundle(OWN, locale, BundleCatalog.class.getModule()));
    families = List.copyOf(all);
  }

  @Override
  public String render(Message message, Locale locale) {
    String key = message.key();
    if (key == null) {
      return String.valueOf(message.text());
    }
    for (Family family : families) {
      ResourceBundle bundle = inLanguage(family, locale);
      if (bundle.containsKey(key)) {
        String pattern = bundle.getString(key);
        return message.arguments().isEmpty()
            ? pattern
            : new MessageFormat(pattern, locale).format(message.arguments().toArray());
      }
    }
    return message.toString();
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
