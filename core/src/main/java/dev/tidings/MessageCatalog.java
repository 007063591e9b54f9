package dev.tidings;

import java.util.Locale;

/**
 * Turns messages into text. {@link MessageBundles} does it with resource bundles; a host may have
 * another way. The threads that encode events call it, several at once, and so does whoever asks a
 * {@link TaskView} for a message; it must not block. Where it throws, the message's key is shown.
 */
@FunctionalInterface
public interface MessageCatalog {
  /** The text of a message in a language; a key that nobody knows comes out as itself. */
  String render(Message message, Locale locale);
}
