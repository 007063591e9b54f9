package dev.tidings;

import java.util.Locale;

/**
 * A catalog turns messages into text: {@link MessageBundles} with resource bundles, a host's own in
 * another way. The threads that encode events call it, several at once, and so does whoever asks a
 * {@link TaskView} for a message; it must not block. What it throws is logged, and the message's
 * key is shown instead.
 */
@FunctionalInterface
public interface MessageCatalog {
  /** The text of a message in a language; a key that nobody knows comes out as itself. */
  String render(Message message, Locale locale);
}
