package dev.tidings.sse;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks for. Immutable: each method returns a changed copy. */
public final class SseRequest {
  private final String taskId;
  private final SseFormat format;
  private final @Nullable String lastEventId;
  private final @Nullable String user;
  private final @Nullable Instant expiresAt;
  private final Locale locale;

  private SseRequest(
      String taskId,
      SseFormat format,
      @Nullable String lastEventId,
      @Nullable String user,
      @Nullable Instant expiresAt,
      Locale locale) {
    this.taskId = Objects.requireNonNull(taskId, "taskId");
    this.format = Objects.requireNonNull(format, "format");
    this.lastEventId = lastEventId;
    this.user = user;
    this.expiresAt = expiresAt;
    this.locale = Objects.requireNonNull(locale, "locale");
  }

  /** A first connection to the task's enhanced stream. */
  public static SseRequest forTask(String taskId) {
    return new SseRequest(taskId, SseFormat.ENHANCED, null, null, null, Locale.ENGLISH);
  }

  /** The same request for another format. */
  public SseRequest format(SseFormat other) {
    return new SseRequest(taskId, other, lastEventId, user, expiresAt, locale);
  }

  /**
   * The same request with what the client sent as {@code Last-Event-ID}; null or blank for none.
   */
  public SseRequest lastEventId(@Nullable String id) {
    return new SseRequest(taskId, format, id, user, expiresAt, locale);
  }

  /** The same request on behalf of a user, whose sessions are then limited in number. */
  public SseRequest user(String id) {
    return new SseRequest(taskId, format, lastEventId, id, expiresAt, locale);
  }

  /** The same request, its stream to end at that time at the latest. */
  public SseRequest expiresAt(Instant time) {
    return new SseRequest(taskId, format, lastEventId, user, time, locale);
  }

  /** The same request, in the language for messages about a task that is no longer known. */
  public SseRequest locale(Locale language) {
    return new SseRequest(taskId, format, lastEventId, user, expiresAt, language);
  }

  /** The task's id. */
  public String taskId() {
    return taskId;
  }

  /** The format. */
  public SseFormat format() {
    return format;
  }

  /** The id of the last event that the client has; empty on a first connection. */
  public Optional<String> lastEventId() {
    return Optional.ofNullable(lastEventId).filter(id -> !id.isBlank()).map(String::strip);
  }

  /** Who asks. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** When the stream must end. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** The language for messages about a task that is no longer known. */
  public Locale locale() {
    return locale;
  }
}
