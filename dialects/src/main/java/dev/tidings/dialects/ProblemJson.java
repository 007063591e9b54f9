package dev.tidings.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.stream.Dialect.ErrorBody;

/** Problem details (RFC 9457), for clients that read JSON. */
final class ProblemJson {
  private ProblemJson() {}

  static ErrorBody body(int status, String code, String sentence) {
    byte[] json =
        JsonBodies.object(
            fields -> {
              fields.writeNumberProperty("status", status);
              fields.writeStringProperty("title", title(status));
              fields.writeStringProperty("detail", sentence);
              fields.writeStringProperty("code", code);
            });
    return new ErrorBody("application/problem+json", new String(json, UTF_8));
  }

  /** What HTTP calls the status, which is what a problem without a type of its own is titled. */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 410 -> "Gone";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Request Refused" : "Server Error";
    };
  }
}
