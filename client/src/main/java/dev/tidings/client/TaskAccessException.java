package dev.tidings.client;

import org.jspecify.annotations.Nullable;

/** Why a task cannot be followed, read or cancelled; not how it ended. */
public final class TaskAccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of reason. */
  public enum Reason {
    /** The token was refused (401), and so was a newer one if there was one. */
    UNAUTHORIZED,
    /** The task is somebody else's (403). */
    FORBIDDEN,
    /** The server does not know the task: it never did, or has forgotten it (404). */
    GONE,
    /** The server refused for another reason; trying again would not help. */
    REFUSED,
    /** What came is not an enhanced event stream, or goes beyond a limit. */
    PROTOCOL,
    /** No connection worked for as long as the client was told to try. */
    UNREACHABLE,
    /** The thread that waited was interrupted; its interrupt flag is set again. */
    INTERRUPTED,
    /** The listener threw. */
    LISTENER,
    /** The client was closed before. */
    CLOSED
  }

  private final Reason reason;
  private final int status;

  TaskAccessException(Reason reason, int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.status = status;
  }

  /** What kind of reason. */
  public Reason reason() {
    return reason;
  }

  /** The status of the server's answer, or 0 if there was none. */
  public int status() {
    return status;
  }
}
