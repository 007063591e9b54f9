package dev.tidings.examples.fortune;

import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that cannot be answered, told as {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final String INTERNAL = "Something went wrong on our side; try again.";

  private final int status;
  private final String title;
  private final String code;
  private final long retryAfterSeconds;

  private Problem(int status, String title, String code, String detail) {
    this(status, title, code, detail, RETRY_AFTER_SECONDS);
  }

  private Problem(int status, String title, String code, String detail, long retryAfterSeconds) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static Problem invalid(String detail) {
    return new Problem(400, "Bad Request", "invalid_request", detail);
  }

  static Problem malformedQuery() {
    return invalid("The query of the URL is not UTF-8 in percent-encoding.");
  }

  static Problem unknownDeity(String detail) {
    return new Problem(400, "Bad Request", "unknown_deity", detail);
  }

  static Problem unknownPoem(String detail) {
    return new Problem(400, "Bad Request", "unknown_poem", detail);
  }

  static Problem unauthorized(String detail) {
    return new Problem(401, "Unauthorized", "unauthorized", detail);
  }

  static Problem forbidden() {
    return new Problem(403, "Forbidden", "forbidden", "This task belongs to another user.");
  }

  static Problem foreignPage() {
    return new Problem(
        403,
        "Forbidden",
        "forbidden",
        "A page of another origin may not open a WebSocket here; TIDINGS_ORIGINS names those that"
            + " may.");
  }

  static Problem unknownTask(String id) {
    return new Problem(
        404, "Not Found", "unknown_task", "There is no task '" + id + "', or it was forgotten.");
  }

  static Problem notFound(String path) {
    return new Problem(404, "Not Found", "not_found", "There is nothing at '" + path + "'.");
  }

  /** What the container refused by itself. */
  static Problem ofContainer(int status) {
    String title = HttpStatus.forStatus(status).getMessage();
    return switch (status) {
      // A WebSocket's upgrade is answered before any route.
      case 404 -> new Problem(status, title, "not_found", "There is nothing at this address.");
      case 413 -> tooLarge(QuestionBody.MOST_BYTES);
      case 501, 505 -> invalidHttp(status, title);
      case 503 -> busy("The server is starting or stopping; try again in a moment.");
      default ->
          status < 500
              ? invalidHttp(status, title)
              : new Problem(status, title, "internal", INTERNAL);
    };
  }

  private static Problem invalidHttp(int status, String title) {
    return new Problem(status, title, "invalid_request", "The request is not valid HTTP.");
  }

  static Problem methodNotAllowed(String method, String path) {
    return new Problem(
        405,
        "Method Not Allowed",
        "method_not_allowed",
        "Method " + method + " is not allowed at '" + path + "'; see the Allow header.");
  }

  static Problem tooManyTasks(int limit) {
    return new Problem(
        409,
        "Conflict",
        "too_many_tasks",
        "You have " + limit + " unfinished tasks already; wait for one to end or cancel one.");
  }

  static Problem tooManyStreams(String detail) {
    return new Problem(429, "Too Many Requests", "too_many_streams", detail);
  }

  /** Too often; after the wait, which is told in seconds rounded up, it may be tried again. */
  static Problem rateLimited(String detail, Duration wait) {
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    return new Problem(429, "Too Many Requests", "rate_limited", detail, seconds);
  }

  static Problem gone() {
    return new Problem(
        410,
        "Gone",
        "gone",
        "What followed that offset is not kept any more; begin again at '-1'.");
  }

  static Problem tooLarge(int limit) {
    return new Problem(
        413,
        "Content Too Large",
        "too_large",
        "The request body is over " + limit + " bytes; shorten it.");
  }

  static Problem unsupportedMediaType() {
    return new Problem(
        415,
        "Unsupported Media Type",
        "unsupported_media_type",
        "The request body must have Content-Type application/json in UTF-8.");
  }

  static Problem busy(String detail) {
    return new Problem(503, "Service Unavailable", "busy", detail);
  }

  /** The journal that several servers share takes nothing. */
  static Problem storeAway() {
    return busy("The store of the questions cannot be reached; try again in a moment.");
  }

  static Problem internal() {
    return new Problem(500, "Internal Server Error", "internal", INTERNAL);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return switch (status) {
      case 401 -> Map.of("WWW-Authenticate", "Bearer");
      case 429, 503 -> Map.of("Retry-After", Long.toString(retryAfterSeconds));
      default -> Map.of();
    };
  }

  /** The reason for people. */
  String sentence() {
    return String.valueOf(getMessage());
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("status", status);
    body.put("title", title);
    body.put("detail", sentence());
    body.put("code", code);
    return body;
  }
}
