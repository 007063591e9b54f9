package dev.tidings;

import java.util.Locale;

/** Why a task ended without an answer, or a stream without a task. The wire name is lower case. */
public enum FailureCode {
  /** Somebody cancelled the task. */
  CANCELLED(false),
  /** The task took longer than its deadline. */
  DEADLINE_EXCEEDED(true),
  /** One stage took longer than its deadline. */
  STAGE_TIMEOUT(true),
  /** The passages could not be looked up. */
  RETRIEVAL_FAILED(true),
  /** There is no passage that fits the question; the same question finds none again. */
  NOTHING_FOUND(false),
  /** The language model could not be reached, failed, or did not answer in time. */
  LLM_UNAVAILABLE(true),
  /** The language model refused for now: too many requests. */
  LLM_RATE_LIMITED(true),
  /** The language model refused this request: credentials, bad request, content filter. */
  LLM_REJECTED(false),
  /** The language model's answer broke off; what came is kept as the partial response. */
  LLM_TRUNCATED(true),
  /** Nobody watched the task for so long that it was given up. */
  ABANDONED(true),
  /** The process is stopping. */
  SHUTDOWN(true),
  /** The process that ran the task is gone, and the task with it. */
  TASK_LOST(true),
  /** The journal that servers share could not be reached for too long. */
  JOURNAL_UNAVAILABLE(true),
  /** Anything else: a fault of the program. */
  INTERNAL(true);

  private final boolean retryable;

  FailureCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether asking the same again may succeed, unless the failure itself knows better. */
  public boolean retryable() {
    return retryable;
  }

  /** The name clients see: {@code llm_unavailable}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
