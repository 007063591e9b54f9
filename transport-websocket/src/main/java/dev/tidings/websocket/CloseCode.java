package dev.tidings.websocket;

import dev.tidings.stream.StreamAnswer;

/**
 * The codes that close a stream's WebSocket (RFC 6455, section 7.4; from 4000 on they are ours).
 */
public enum CloseCode {
  /** The task's end was told, or the client has it already. */
  COMPLETE(1000),
  /** The server is stopping; come again with the last id. */
  GOING_AWAY(1001),
  /** The server is busy; come again later. */
  TRY_AGAIN_LATER(1013),
  /** The client did not say who it is, or that is no longer good. */
  UNAUTHORIZED(4401),
  /** The task belongs to somebody else. */
  FORBIDDEN(4403),
  /** There is no such task. */
  UNKNOWN_TASK(4404),
  /** This user or this task has as many streams as it may have. */
  TOO_MANY_STREAMS(4429);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  /** The code on the wire. */
  public int number() {
    return number;
  }

  static CloseCode of(StreamAnswer.Kind refusal) {
    return switch (refusal) {
      case NOTHING_MORE -> COMPLETE;
      case UNKNOWN_TASK, GONE -> UNKNOWN_TASK;
      case TOO_MANY_STREAMS -> TOO_MANY_STREAMS;
      case BUSY -> TRY_AGAIN_LATER;
      case STREAM -> throw new IllegalArgumentException("a stream is no refusal");
    };
  }
}
