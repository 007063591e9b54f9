package dev.tidings.openai;

import static java.util.stream.Collectors.joining;

import dev.tidings.FailureCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The error object of an endpoint, judged. Endpoints agree that there is an {@code error}, and on
 * little else: its {@code type}, {@code code} and {@code status} are words, numbers or null.
 *
 * @param code what it means here
 * @param cause whether it is about the answer's content
 * @param label the endpoint's own words for it, fit for a message: identifiers only, since its
 *     sentences may quote the prompt or the key; may be empty
 */
record ErrorReport(FailureCode code, Cause cause, String label) {
  /** What the endpoint objects to, as far as it makes a difference to what its status says. */
  enum Cause {
    /** What the answer says. */
    CONTENT,
    /** That nothing more is paid for, which no waiting mends. */
    QUOTA,
    /** Anything else. */
    OTHER
  }

  private static final String SEPARATOR = ", ";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z_.]{0,39}");
  private static final List<String> FILTERED = List.of("content_filter", "content_policy");
  private static final List<String> EXHAUSTED =
      List.of("insufficient_quota", "billing_hard_limit", "billing_not_active");
  private static final List<String> RATE_LIMITED =
      List.of("rate_limit", "ratelimit", "quota", "too_many_requests", "resource_exhausted");
  private static final List<String> REJECTED =
      List.of(
          "invalid_request",
          "invalid_argument",
          "invalid_api_key",
          "invalid_prompt",
          "bad_request",
          "badrequest",
          "authentication",
          "unauthorized",
          "unauthenticated",
          "permission",
          "forbidden",
          "not_found",
          "notfound",
          "context_length",
          "unsupported");

  /** An error of which nothing is known but that it is one. */
  static ErrorReport unnamed() {
    return judge(List.of());
  }

  /** Judges an error by its short values. */
  static ErrorReport judge(List<String> words) {
    String all = String.join(" ", words).toLowerCase(Locale.ROOT);
    String label =
        words.stream()
            .filter(word -> IDENTIFIER.matcher(word).matches())
            .collect(joining(SEPARATOR));
    if (containsAny(all, FILTERED)) {
      return new ErrorReport(FailureCode.LLM_REJECTED, Cause.CONTENT, label);
    }
    if (containsAny(all, EXHAUSTED)) {
      return new ErrorReport(FailureCode.LLM_REJECTED, Cause.QUOTA, label);
    }
    for (String word : words) {
      if (word.matches("[45][0-9]{2}")) {
        return new ErrorReport(ofStatus(Integer.parseInt(word)), Cause.OTHER, label);
      }
    }
    return new ErrorReport(ofWords(all), Cause.OTHER, label);
  }

  private static FailureCode ofWords(String words) {
    if (containsAny(words, RATE_LIMITED)) {
      return FailureCode.LLM_RATE_LIMITED;
    }
    return containsAny(words, REJECTED) ? FailureCode.LLM_REJECTED : FailureCode.LLM_UNAVAILABLE;
  }

  /**
   * What an HTTP status other than success means. A time-out reported as 408 is a time-out, and a
   * 409 says that something else had the lock, which passes.
   */
  static FailureCode ofStatus(int status) {
    if (status == 429) {
      return FailureCode.LLM_RATE_LIMITED;
    }
    return status >= 500 || status == 408 || status == 409
        ? FailureCode.LLM_UNAVAILABLE
        : FailureCode.LLM_REJECTED;
  }

  /** The label behind a sentence, in brackets, without a trace of the key. */
  String behind(String sentence, @Nullable ApiKey key) {
    String safe =
        key == null
            ? label
            // Word by word: a key could be told in two halves.
            : Stream.of(label.split(SEPARATOR)).map(key::redact).collect(joining(SEPARATOR));
    return safe.isEmpty() ? sentence : sentence + " (" + safe + ")";
  }

  private static boolean containsAny(String text, List<String> words) {
    return words.stream().anyMatch(text::contains);
  }
}
