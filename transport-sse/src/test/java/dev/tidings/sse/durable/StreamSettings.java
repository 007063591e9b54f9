package dev.tidings.sse.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stream was created with.
 *
 * @param contentType of its messages
 * @param ttl how long it lives after it was last used, or null
 * @param expiresAt when it is over, or null
 */
record StreamSettings(String contentType, @Nullable Duration ttl, @Nullable Instant expiresAt) {

  /** Reads the headers of a request to create one. */
  static StreamSettings of(
      @Nullable String contentType, @Nullable String ttl, @Nullable String expiresAt)
      throws Refused {
    if (ttl != null && expiresAt != null) {
      throw new Refused(400, "Stream-TTL and Stream-Expires-At exclude each other");
    }
    if (ttl != null && !ttl.matches("0|[1-9][0-9]{0,9}")) {
      throw new Refused(400, "Stream-TTL must be a number of seconds");
    }
    return new StreamSettings(
        contentType == null || contentType.isBlank() ? "application/octet-stream" : contentType,
        ttl == null ? null : Duration.ofSeconds(Long.parseLong(ttl)),
        expiresAt == null ? null : instant(expiresAt));
  }

  private static Instant instant(String text) throws Refused {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException wrong) {
      throw new Refused(400, "Stream-Expires-At must be a time as of RFC 3339");
    }
  }

  /** The media type without its parameters. */
  static String media(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  boolean isJson() {
    return media(contentType).equals("application/json");
  }

  boolean isText() {
    return media(contentType).startsWith("text/");
  }

  /** Whether a second creation asks for the same. */
  boolean sameAs(StreamSettings other) {
    return media(contentType).equals(media(other.contentType))
        && Optional.ofNullable(ttl).equals(Optional.ofNullable(other.ttl))
        && Optional.ofNullable(expiresAt).equals(Optional.ofNullable(other.expiresAt));
  }
}
