package dev.tidings.internal.stream;

import dev.tidings.Position;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Framing;
import dev.tidings.stream.Voice;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one client wants to read.
 *
 * @param dialect what it understands
 * @param voice what it is told for itself
 * @param framing how messages stand on its wire
 * @param position where it goes on
 * @param ping the time between two signs of life
 * @param user whose streams are counted together, or null
 * @param expiresAt when the stream must end, or null
 */
public record Opening(
    Dialect dialect,
    Voice voice,
    Framing framing,
    Position position,
    Duration ping,
    @Nullable String user,
    @Nullable Instant expiresAt) {}
