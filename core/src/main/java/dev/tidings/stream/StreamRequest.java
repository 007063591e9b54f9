package dev.tidings.stream;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client asks for. It is immutable: each method returns a changed copy. */
public final class StreamRequest {
  private final String taskId;
  private final @Nullable Dialect dialect;
  private final @Nullable Voice voice;
  private final @Nullable String lastEventId;
  private final @Nullable String user;
  private final @Nullable Instant expiresAt;
  private final Locale locale;

  private StreamRequest(
      String taskId,
      @Nullable Dialect dialect,
      @Nullable Voice voice,
      @Nullable String lastEventId,
      @Nullable String user,
      @Nullable Instant expiresAt,
      Locale locale) {
    this.taskId = Objects.requireNonNull(taskId, "taskId");
    this.dialect = dialect;
    this.voice = voice;
    this.lastEventId = lastEventId;
    this.user = user;
    this.expiresAt = expiresAt;
    this.locale = Objects.requireNonNull(locale, "locale");
  }

  /** A first connection to the task's stream, in the transport's dialect. */
  public static StreamRequest forTask(String taskId) {
    return new StreamRequest(taskId, null, null, null, null, null, Locale.ENGLISH);
  }

  /** The same request of a client that understands that dialect. */
  public StreamRequest dialect(Dialect other) {
    Objects.requireNonNull(other, "dialect");
    return new StreamRequest(taskId, other, voice, lastEventId, user, expiresAt, locale);
  }

  /** The same request, its connection to have that voice instead of the dialect's. */
  public StreamRequest voice(Voice own) {
    Objects.requireNonNull(own, "voice");
    return new StreamRequest(taskId, dialect, own, lastEventId, user, expiresAt, locale);
  }

  /**
   * The same request with what the client sent as {@code Last-Event-ID}; null or blank for none.
   */
  public StreamRequest lastEventId(@Nullable String id) {
    return new StreamRequest(taskId, dialect, voice, id, user, expiresAt, locale);
  }

  /** The same request on behalf of a user, whose sessions are then limited in number. */
  public StreamRequest user(String id) {
    return new StreamRequest(taskId, dialect, voice, lastEventId, id, expiresAt, locale);
  }

  /** The same request, its stream to end at that time at the latest. */
  public StreamRequest expiresAt(Instant time) {
    return new StreamRequest(taskId, dialect, voice, lastEventId, user, time, locale);
  }

  /** The same request, in the language for messages about a task that is no longer known. */
  public StreamRequest locale(Locale language) {
    return new StreamRequest(taskId, dialect, voice, lastEventId, user, expiresAt, language);
  }

  /** The task's id. */
  public String taskId() {
    return taskId;
  }

  /** What the client understands; empty for the transport's dialect. */
  public Optional<Dialect> dialect() {
    return Optional.ofNullable(dialect);
  }

  /** What its connection is told for itself; empty for the dialect's voice. */
  public Optional<Voice> voice() {
    return Optional.ofNullable(voice);
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
