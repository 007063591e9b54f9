package dev.tidings.openai;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads an answer whose status is no success, and says what to do about it. */
final class Refusal {
  private static final Logger logger = LoggerFactory.getLogger(Refusal.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final long BODY_BYTES = 8 * 1024;
  private static final int LOGGED_CHARACTERS = 500;

  private Refusal() {}

  /** The failure this answer means. Its text has the status and identifiers, never the body. */
  static AttemptFailure of(Response response, @Nullable ApiKey apiKey) {
    int status = response.code();
    String body = body(response);
    if (logger.isDebugEnabled()) {
      String safe = apiKey == null ? body : apiKey.redact(body);
      logger.debug(
          "Endpoint answered {}: {}",
          status,
          safe.substring(0, Math.min(safe.length(), LOGGED_CHARACTERS)));
    }
    String sentence = "the endpoint answered " + status;
    String message = report(body).map(report -> report.behind(sentence)).orElse(sentence);
    Duration retryAfter = RetryAfter.parse(response.header("Retry-After"), Instant.now());
    return AttemptFailure.judged(
        ErrorReport.ofStatus(status), message + remedy(status), retryAfter);
  }

  private static String body(Response response) {
    try {
      BufferedSource source = response.body().source();
      source.request(BODY_BYTES);
      return source.readUtf8(Math.min(source.getBuffer().size(), BODY_BYTES));
    } catch (IOException e) {
      // The status has arrived, and it is what counts.
      return "";
    }
  }

  private static Optional<ErrorReport> report(String body) {
    try {
      return ErrorReport.in(MAPPER.readTree(body));
    } catch (JacksonException e) {
      // A proxy's page, for example.
      return Optional.empty();
    }
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401, 403 -> "; check apiKey";
      case 404 -> "; check baseUrl and model";
      default -> status < 400 ? "; redirects are not followed, set baseUrl to their target" : "";
    };
  }
}
