package dev.tidings.stream;

import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How to answer a client that asks for a stream; its transport says it in the wire's own form. */
public final class StreamAnswer {
  /** What an answer means. */
  public enum Kind {
    /** A stream. */
    STREAM,
    /** The client has everything; it must not come back. */
    NOTHING_MORE,
    /** There is no such task. */
    UNKNOWN_TASK,
    /** What follows the client's last event is not known, and it cannot be told the state. */
    GONE,
    /** This user or this task has as many streams as it may have. */
    TOO_MANY_STREAMS,
    /** The process has as many streams as it may have, or is shutting down. */
    BUSY;

    /** The name for programs, and in metrics: {@code too_many_streams}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final String detail;
  private final Dialect dialect;
  private final @Nullable BiFunction<Framing, Sink, Session> opener;

  private StreamAnswer(
      Kind kind,
      String detail,
      Dialect dialect,
      @Nullable BiFunction<Framing, Sink, Session> opener) {
    this.kind = kind;
    this.detail = detail;
    this.dialect = dialect;
    this.opener = opener;
  }

  static StreamAnswer stream(Dialect dialect, BiFunction<Framing, Sink, Session> opener) {
    return new StreamAnswer(Kind.STREAM, "", dialect, opener);
  }

  static StreamAnswer refused(Kind kind, String detail, Dialect dialect) {
    return new StreamAnswer(kind, detail, dialect, null);
  }

  /** What the answer means. */
  public Kind kind() {
    return kind;
  }

  /** The reason of a refusal, in one plain sentence; empty otherwise. */
  public String detail() {
    return detail;
  }

  /** What the client understands. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * The call starts the stream, once, when the client's wire is ready for it. A thread of the hub's
   * writes what comes first at once; this returns before that.
   *
   * @param framing the transport's, always the same object
   * @throws IllegalStateException if the answer is not a stream
   */
  public Session stream(Framing framing, Sink sink) {
    if (opener == null) {
      throw new IllegalStateException("answer " + kind + " has no stream; check kind() first");
    }
    return opener.apply(framing, sink);
  }
}
