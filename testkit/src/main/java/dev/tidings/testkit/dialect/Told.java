package dev.tidings.testkit.dialect;

import org.jspecify.annotations.Nullable;

/**
 * A message as a client is told it.
 *
 * @param id what the client comes back with after it; null if the message bears none
 * @param name its name on the wire; null if it has none
 * @param body its text
 */
public record Told(@Nullable String id, @Nullable String name, String body) {}
