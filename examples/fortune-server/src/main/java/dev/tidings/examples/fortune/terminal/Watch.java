package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskAccessException;
import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.client.TaskEvent;
import dev.tidings.client.TaskEvents;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one task to its end. One thread watches; another may interrupt it, which is what Ctrl-C
 * does.
 */
final class Watch {
  /** What an interrupt does to the task. */
  enum OnInterrupt {
    /** It is cancelled: it was asked for here. */
    CANCEL,
    /** It goes on: somebody else may be watching it. */
    LEAVE
  }

  /** How long the end of a cancelled task may take to come. */
  private static final long PATIENCE_SECONDS = 5;

  private final SseProgressClient client;
  private final String taskId;
  private final TaskEvents events;
  private final Display display;
  private final Texts texts;
  private final OnInterrupt onInterrupt;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean interrupted;
  private volatile TaskEvent.@Nullable End end;

  Watch(
      SseProgressClient client,
      String taskId,
      TaskEvents events,
      Display display,
      Texts texts,
      OnInterrupt onInterrupt) {
    this.client = client;
    this.taskId = taskId;
    this.events = events;
    this.display = display;
    this.texts = texts;
    this.onInterrupt = onInterrupt;
  }

  /** Shows the task until it ends, or cannot be followed further, or is left. */
  ExitCode run() {
    try {
      ExitCode code = show();
      return interrupted ? ExitCode.INTERRUPTED : code;
    } finally {
      display.close();
      done.countDown();
    }
  }

  private ExitCode show() {
    ExitCode code = ExitCode.ANSWERED;
    try (events) {
      while (events.hasNext()) {
        TaskEvent event = events.next();
        display.event(event);
        if (event instanceof TaskEvent.End last) {
          end = last;
          code = ExitCode.of(last);
        }
      }
      if (end == null && !interrupted) {
        display.note(texts.get("nothing"));
      }
      return code;
    } catch (TaskAccessException failure) {
      display.note(sentence(texts, failure));
      return ExitCode.of(failure);
    }
  }

  static String sentence(Texts texts, TaskAccessException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (ExitCode.of(failure)) {
      case REFUSED -> texts.get("refused", message);
      case GONE -> texts.get("gone");
      default -> texts.get("unreachable", message);
    };
  }

  /** Stops watching, and says what becomes of the task; returns when all is said. */
  void interrupt() throws InterruptedException {
    if (done.getCount() == 0) {
      return;
    }
    interrupted = true;
    if (onInterrupt == OnInterrupt.LEAVE) {
      leave(texts.get("left"));
      return;
    }
    display.note(texts.get("cancelling"));
    try {
      client.cancel(taskId);
    } catch (TaskAccessException failure) {
      leave(
          failure.reason() == Reason.GONE
              ? texts.get("gone")
              : texts.get("cancel.failed", String.valueOf(failure.getMessage())));
      return;
    }
    // The end that the server decides on is the truth, and it comes over the stream.
    boolean told = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!told) {
      leave(texts.get("cancel.accepted"));
      return;
    }
    boolean cancelled = end instanceof TaskEvent.Failed failed && failed.code().equals("cancelled");
    leave(texts.get(cancelled ? "cancelled" : "too.late"));
  }

  private void leave(String sentence) throws InterruptedException {
    events.close();
    if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      display.close();
    }
    display.note(sentence);
  }
}
