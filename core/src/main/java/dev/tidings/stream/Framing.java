package dev.tidings.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How messages stand on one kind of wire. A transport has one framing; a request never chooses it.
 * It keeps nothing: the same message gives the same bytes, which all readers share. The hub's
 * threads call it, several at a time, outside any lock; it must not block. What it throws ends the
 * stream that asked, as {@link SessionEnd#FAULT}.
 */
public interface Framing {
  /** What the framing is called, for example {@code sse}. */
  String name();

  /**
   * One message.
   *
   * @param id what a client comes back with after it, or null for none
   * @param name the message's own name on the wire, or null for none
   * @param body its text in UTF-8
   * @throws IllegalArgumentException if the id or the name cannot stand on this wire
   */
  byte[] message(@Nullable String id, @Nullable String name, byte[] body);

  /** A sign of life that carries nothing. */
  byte[] comment();

  /** What tells the client when to come back; the first thing on every connection. */
  byte[] retry(Duration after);
}
