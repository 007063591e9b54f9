package dev.tidings.examples.fortune;

import java.time.Instant;

/**
 * Who asks.
 *
 * @param user the token's {@code sub}
 * @param expiresAt the token's {@code exp}
 */
record Identity(String user, Instant expiresAt) {}
