package dev.tidings;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a task ended without an answer, or a stream without a task. The library's codes are constants
 * here; a host has its own by {@link #of}. Two codes of one name are equal. It is immutable.
 */
public final class FailureCode implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** Somebody cancelled the task. */
  public static final FailureCode CANCELLED = lasting("cancelled");

  /** The task took longer than its deadline. */
  public static final FailureCode DEADLINE_EXCEEDED = passing("deadline_exceeded");

  /** One stage took longer than its deadline. */
  public static final FailureCode STAGE_TIMEOUT = passing("stage_timeout");

  /** The passages could not be looked up. */
  public static final FailureCode RETRIEVAL_FAILED = passing("retrieval_failed");

  /** There is no passage that fits the question; the same question finds none again. */
  public static final FailureCode NOTHING_FOUND = lasting("nothing_found");

  /** The language model could not be reached, failed, or did not answer in time. */
  public static final FailureCode LLM_UNAVAILABLE = passing("llm_unavailable");

  /** The language model refused for now: too many requests. */
  public static final FailureCode LLM_RATE_LIMITED = passing("llm_rate_limited");

  /** The language model refused this request: credentials, bad request, content filter. */
  public static final FailureCode LLM_REJECTED = lasting("llm_rejected");

  /** The language model's answer broke off; what came is kept as the partial response. */
  public static final FailureCode LLM_TRUNCATED = passing("llm_truncated");

  /** Nobody watched the task for so long that it was given up. */
  public static final FailureCode ABANDONED = passing("abandoned");

  /** The process is stopping. */
  public static final FailureCode SHUTDOWN = passing("shutdown");

  /** The process that ran the task is gone, and the task with it. */
  public static final FailureCode TASK_LOST = passing("task_lost");

  /** The journal that servers share could not be reached for too long. */
  public static final FailureCode JOURNAL_UNAVAILABLE = passing("journal_unavailable");

  /** The program has a fault, or anything else went wrong. */
  public static final FailureCode INTERNAL = passing("internal");

  private static final List<FailureCode> STANDARD =
      List.of(
          CANCELLED,
          DEADLINE_EXCEEDED,
          STAGE_TIMEOUT,
          RETRIEVAL_FAILED,
          NOTHING_FOUND,
          LLM_UNAVAILABLE,
          LLM_RATE_LIMITED,
          LLM_REJECTED,
          LLM_TRUNCATED,
          ABANDONED,
          SHUTDOWN,
          TASK_LOST,
          JOURNAL_UNAVAILABLE,
          INTERNAL);

  private final String name;
  private final boolean retryable;

  private FailureCode(String name, boolean retryable) {
    this.name = name;
    this.retryable = retryable;
  }

  private static FailureCode passing(String name) {
    return new FailureCode(name, true);
  }

  private static FailureCode lasting(String name) {
    return new FailureCode(name, false);
  }

  /** The library's own codes. */
  public static List<FailureCode> standard() {
    return STANDARD;
  }

  /**
   * The code of that name: the library's, or else the host's own. What people are told of a host's
   * own is the sentence {@code error.<name>} of its bundles, or what {@link
   * TaskFailure#withMessage} says; and they are not told to try again unless {@link
   * TaskFailure#withRetry} says so.
   *
   * @param name as clients see it: 1 to 40 lower-case letters, digits and underscores, beginning
   *     with a letter
   * @throws IllegalArgumentException if the name has another form
   */
  public static FailureCode of(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "failure code '"
              + name
              + "' must be 1 to 40 lower-case letters, digits or underscores, beginning with a"
              + " letter");
    }
    for (FailureCode standard : STANDARD) {
      if (standard.name.equals(name)) {
        return standard;
      }
    }
    return lasting(name);
  }

  /** Whether asking the same again may succeed, unless the failure itself knows better. */
  public boolean retryable() {
    return retryable;
  }

  /** The name clients see: {@code llm_unavailable}. */
  public String wireName() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FailureCode that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
