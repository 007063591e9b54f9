package dev.tidings.sse;

import dev.tidings.stream.Dialect;
import dev.tidings.stream.Dialect.ErrorBody;
import dev.tidings.stream.Session;
import dev.tidings.stream.Sink;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How to answer a request for a stream: the host sends the status and the headers first. */
public final class SseResponse {
  static final Map<String, String> STREAM_HEADERS =
      Map.of(
          "Content-Type", "text/event-stream;charset=utf-8",
          "Cache-Control", "no-cache, no-transform",
          "X-Accel-Buffering", "no");

  /** What an answer means. */
  public enum Kind {
    /** 200: hand over the sink. */
    STREAM(200),
    /** 204: the client has everything; it must not come back. */
    NOTHING_MORE(204),
    /** 404: there is no such task. */
    UNKNOWN_TASK(404),
    /** 410: what follows the client's last event is not known, and it cannot be told the state. */
    GONE(410),
    /** 429: this user or this task has as many streams as it may have. */
    TOO_MANY_STREAMS(429),
    /** 503: the process has as many streams as it may have, or is shutting down. */
    BUSY(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The name for programs: {@code too_many_streams}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final String detail;
  private final Dialect dialect;
  private final @Nullable Function<Sink, Session> opener;

  private SseResponse(
      Kind kind, String detail, Dialect dialect, @Nullable Function<Sink, Session> opener) {
    this.kind = kind;
    this.detail = detail;
    this.dialect = dialect;
    this.opener = opener;
  }

  static SseResponse stream(Dialect dialect, Function<Sink, Session> opener) {
    return new SseResponse(Kind.STREAM, "", dialect, opener);
  }

  static SseResponse refused(Kind kind, String detail, Dialect dialect) {
    return new SseResponse(kind, detail, dialect, null);
  }

  /** What the answer means. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status. */
  public int status() {
    return kind.status;
  }

  /** For a refusal, one plain sentence on why; empty otherwise. */
  public String detail() {
    return detail;
  }

  /** The headers to send with the status, those of the client's dialect included. */
  public Map<String, String> headers() {
    return switch (kind) {
      case STREAM -> streamHeaders();
      case TOO_MANY_STREAMS, BUSY -> Map.of("Retry-After", "5");
      case NOTHING_MORE, UNKNOWN_TASK, GONE -> Map.of();
    };
  }

  private Map<String, String> streamHeaders() {
    Map<String, String> own = dialect.headers();
    if (own.isEmpty()) {
      return STREAM_HEADERS;
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(STREAM_HEADERS);
    all.putAll(own);
    return Collections.unmodifiableMap(all);
  }

  /**
   * For a refusal, what the client's dialect makes of it, for a host that has no form of its own;
   * empty for a stream and where there is nothing more.
   */
  public Optional<ErrorBody> errorBody() {
    return kind.status < 400
        ? Optional.empty()
        : Optional.of(dialect.errorBody(kind.status, kind.code(), detail));
  }

  /**
   * Starts the stream, once, after the status and the headers were set. A thread of the hub's
   * writes the first lines at once; this returns before that.
   *
   * @throws IllegalStateException if the answer is not a stream
   */
  public Session stream(Sink sink) {
    if (opener == null) {
      throw new IllegalStateException("answer " + status() + " has no stream; check kind() first");
    }
    return opener.apply(sink);
  }
}
