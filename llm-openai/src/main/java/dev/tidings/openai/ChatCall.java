package dev.tidings.openai;

import dev.failsafe.Execution;
import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of the model: tries, and waits between them. Failsafe counts the tries and reckons the
 * wait; waiting itself is done here, because it must end at once on a cancellation.
 */
final class ChatCall {
  private static final Logger logger = LoggerFactory.getLogger(ChatCall.class);

  private final Settings settings;
  private final ChatListener listener;
  private final Cancellation cancellation;
  private final byte[] json;
  private final StopSignal stop = new StopSignal();
  private final long deadlineNanos;
  private boolean sent;

  ChatCall(
      Settings settings, ChatRequest request, ChatListener listener, Cancellation cancellation) {
    this.settings = settings;
    this.listener = listener;
    this.cancellation = cancellation;
    this.json = RequestJson.of(settings, request.messages());
    this.deadlineNanos = System.nanoTime() + settings.totalTimeout().toNanos();
  }

  /**
   * Runs on the calling thread.
   *
   * @throws TaskCancelledException if cancelled
   */
  ChatCompletion run() throws ChatModelException {
    Registration registration = cancellation.onRequested(stop::request);
    try {
      return tryAndTryAgain();
    } finally {
      registration.close();
    }
  }

  private ChatCompletion tryAndTryAgain() throws ChatModelException {
    Execution<Object> tries = Execution.of(settings.retryPolicy());
    while (true) {
      stop.check();
      try {
        return new Attempt(settings, json, listener, this::sent, stop, deadlineNanos).run();
      } catch (AttemptFailure failure) {
        tries.recordException(failure);
        if (tries.isComplete()) {
          throw failure.toException(tries.getAttemptCount());
        }
        pause(tries, failure);
      }
    }
  }

  /** Waits as long as the endpoint asks, and at least as long as the policy says. */
  private void pause(Execution<Object> tries, AttemptFailure failure) throws ChatModelException {
    Duration wait = tries.getDelay();
    Duration asked = failure.retryAfter();
    if (asked != null && asked.compareTo(wait) > 0) {
      wait = asked;
    }
    // A wait that outlasts the total time-out would only delay the bad news.
    if (wait.compareTo(Duration.ofNanos(deadlineNanos - System.nanoTime())) >= 0) {
      throw failure.toException(tries.getAttemptCount());
    }
    logger.debug(
        "Try {} failed, next in {}: {}", tries.getAttemptCount(), wait, failure.getMessage());
    try {
      stop.pause(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptFailure.last(
              FailureCode.LLM_UNAVAILABLE, "the calling thread was interrupted", e)
          .toException(tries.getAttemptCount());
    }
  }

  private void sent() {
    if (!sent) {
      sent = true;
      listener.sent();
    }
  }
}
