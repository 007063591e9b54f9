package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.TaskAccessException;
import dev.tidings.client.TaskEvent;

/** How a run of the terminal client ended, for scripts. Codes keep their meaning. */
enum ExitCode {
  /** The task was answered; or there was nothing more to follow. */
  ANSWERED(0),
  /** The task failed, and asking the same again would not help. */
  FAILED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The server refused: the question, the token, or too many of them. */
  REFUSED(3),
  /** The server cannot be reached, or what came from it is not its protocol. */
  UNREACHABLE(4),
  /** The server does not know the task any more. */
  GONE(5),
  /** The task was cancelled, by somebody else. */
  CANCELLED(6),
  /** The task failed, and asking the same again may help: EX_TEMPFAIL of sysexits. */
  FAILED_FOR_NOW(75),
  /** Ctrl-C: 128 and the number of the signal, as shells have it. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(TaskEvent.End end) {
    if (!(end instanceof TaskEvent.Failed failed)) {
      return ANSWERED;
    }
    return switch (failed.code()) {
      case "cancelled" -> CANCELLED;
      case "task_lost" -> GONE;
      default -> failed.retryable() ? FAILED_FOR_NOW : FAILED;
    };
  }

  static ExitCode of(TaskAccessException failure) {
    return switch (failure.reason()) {
      case UNAUTHORIZED, FORBIDDEN, REFUSED -> REFUSED;
      case GONE -> GONE;
      case INTERRUPTED, CLOSED -> INTERRUPTED;
      case PROTOCOL, UNREACHABLE, LISTENER -> UNREACHABLE;
    };
  }
}
