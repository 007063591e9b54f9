package dev.tidings.sse;

import dev.tidings.stream.Dialect;
import dev.tidings.stream.Dialect.ErrorBody;
import dev.tidings.stream.Session;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamAnswer.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How to answer a request for a stream: the host sends the status and the headers first. */
public final class SseResponse {
  static final Map<String, String> STREAM_HEADERS =
      Map.of(
          "Content-Type", "text/event-stream;charset=utf-8",
          "Cache-Control", "no-cache, no-transform",
          "X-Accel-Buffering", "no");

  private final StreamAnswer answer;

  SseResponse(StreamAnswer answer) {
    this.answer = answer;
  }

  /** What the answer means. */
  public Kind kind() {
    return answer.kind();
  }

  /** The HTTP status. */
  public int status() {
    return switch (kind()) {
      case STREAM -> 200;
      case NOTHING_MORE -> 204;
      case UNKNOWN_TASK -> 404;
      case GONE -> 410;
      case TOO_MANY_STREAMS -> 429;
      case BUSY -> 503;
    };
  }

  /** The reason of a refusal, in one plain sentence; empty otherwise. */
  public String detail() {
    return answer.detail();
  }

  /** The headers to send with the status, those of the client's dialect included. */
  public Map<String, String> headers() {
    return switch (kind()) {
      case STREAM -> streamHeaders();
      case TOO_MANY_STREAMS, BUSY -> Map.of("Retry-After", "5");
      case NOTHING_MORE, UNKNOWN_TASK, GONE -> Map.of();
    };
  }

  private Map<String, String> streamHeaders() {
    Map<String, String> own = answer.dialect().headers();
    if (own.isEmpty()) {
      return STREAM_HEADERS;
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(STREAM_HEADERS);
    all.putAll(own);
    return Collections.unmodifiableMap(all);
  }

  /**
   * What the client's dialect makes of a refusal, for a host that has no form of its own; empty for
   * a stream and where there is nothing more.
   */
  public Optional<ErrorBody> errorBody() {
    Dialect dialect = answer.dialect();
    return status() < 400
        ? Optional.empty()
        : Optional.of(dialect.errorBody(status(), kind().code(), detail()));
  }

  /**
   * The call starts the stream, once, after the status and the headers were set. A thread of the
   * hub's writes the first lines at once; this returns before that.
   *
   * @throws IllegalStateException if the answer is not a stream
   */
  public Session stream(Sink sink) {
    if (kind() != Kind.STREAM) {
      throw new IllegalStateException("answer " + status() + " has no stream; check kind() first");
    }
    return answer.stream(SseFraming.INSTANCE, sink);
  }
}
