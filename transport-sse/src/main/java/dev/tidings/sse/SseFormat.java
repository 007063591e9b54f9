package dev.tidings.sse;

/** The JSON that clients of a stream understand. */
public enum SseFormat {
  /** Every event with all its fields: steps, messages, the text as it is written, the result. */
  ENHANCED,
  /** The older clients' events: status, progress, complete, error and ping, and no other. */
  TRADITIONAL
}
