package dev.tidings.openai;

import dev.tidings.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;

/** Reads an answer whose status is no success, and says what to do about it. */
final class Refusal {
  private static final Logger logger = LoggerFactory.getLogger(Refusal.class);
  private static final int BODY_BYTES = 8 * 1024;
  private static final int LOGGED_CHARACTERS = 500;
  private static final JsonFactory JSON = ChunkParser.factory(BODY_BYTES);

  private Refusal() {}

  /** The failure this answer means. Its text has the status and identifiers, never the body. */
  static AttemptFailure of(Response response, @Nullable ApiKey key) {
    int status = response.code();
    ByteString body = body(response);
    if (logger.isDebugEnabled()) {
      String text = body.utf8();
      String safe = key == null ? text : key.redact(text);
      logger.debug(
          "Endpoint answered {}: {}",
          status,
          safe.substring(0, Math.min(safe.length(), LOGGED_CHARACTERS)));
    }
    String message = "the endpoint answered " + status;
    FailureCode code = ErrorReport.ofStatus(status);
    ErrorReport report = report(body);
    if (report != null) {
      message = report.behind(message, key);
      if (report.cause() == ErrorReport.Cause.QUOTA) {
        code = report.code();
      }
    }
    Duration retryAfter =
        RetryAfter.parse(
            response.header("retry-after-ms"), response.header("Retry-After"), Instant.now());
    return AttemptFailure.judged(code, message + remedy(status), retryAfter);
  }

  /** What comes of the body; the status has arrived, and it is what counts most. */
  private static ByteString body(Response response) {
    BufferedSource source = response.body().source();
    try {
      source.request(BODY_BYTES);
    } catch (IOException e) {
      logger.debug("Body of an answer {} broke off", response.code());
    }
    Buffer buffer = source.getBuffer();
    return buffer.snapshot((int) Math.min(buffer.size(), BODY_BYTES));
  }

  private static @Nullable ErrorReport report(ByteString body) {
    EventBytes bytes = new EventBytes();
    bytes.set(body.toByteArray(), 0, body.size());
    Chunk chunk = new Chunk();
    try {
      ChunkParser.of(JSON, bytes, chunk, false).next();
      return chunk.error;
    } catch (JacksonException e) {
      // A proxy's page, for example.
      return null;
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
