package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import dev.tidings.client.TaskAccessException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls about one task, and what their answers mean. A token is asked for each time anew; if it
 * is refused and there is another one by now, that is tried, too.
 */
final class TaskCalls {
  private static final int LONGEST_SENTENCE = 300;
  private static final int MOST_REFUSAL_BYTES = 64 * 1024;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private final TaskEndpoints endpoints;
  private final Settings settings;
  private final Exchange exchange;
  private final EventParser parser;

  TaskCalls(TaskEndpoints endpoints, Settings settings, Exchange exchange) {
    this.endpoints = endpoints;
    this.settings = settings;
    this.exchange = exchange;
    this.parser = new EventParser(settings.maxEventBytes());
  }

  /** How a task is, as far as calls tell. */
  sealed interface Look {
    /** It has ended. */
    record Ended(TaskEvent.End end) implements Look {}

    /** It has not ended, or its end is not to be had this way. */
    record Running() implements Look {}

    /** The server does not know it. */
    record Gone() implements Look {}

    /** The server has no call that tells. */
    record Unknown() implements Look {}
  }

  /**
   * Opens the stream.
   *
   * @param lastEventId where to go on, or null
   * @return its body; empty if there is nothing more (204)
   * @throws AnsweredException if the server answers that it cannot for now
   * @throws TaskAccessException if it refuses for good; {@code GONE} if it does not know the task
   */
  Optional<EventStream> stream(@Nullable String lastEventId)
      throws IOException, InterruptedException {
    HttpResponse<EventStream> response =
        ask(token -> exchange.stream(endpoints.stream(), token, lastEventId));
    switch (response.statusCode()) {
      case 200 -> {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
          response.body().cut();
          throw new ProtocolException(
              "the answer is no event stream but '" + type + "'; is this the stream's address?");
        }
        return Optional.of(response.body());
      }
      case 204 -> {
        response.body().cut();
        return Optional.empty();
      }
      default -> throw refusal(response);
    }
  }

  /**
   * Looks whether the task has ended: by {@code result}, or by {@code progress} where that is not
   * there.
   */
  Look look() throws IOException, InterruptedException {
    URI result = endpoints.result();
    if (result != null) {
      HttpResponse<EventStream> response = ask(token -> exchange.get(result, token));
      switch (response.statusCode()) {
        case 200 -> {
          return new Look.Ended(end(response));
        }
        case 202 -> {
          response.body().cut();
          return new Look.Running();
        }
        case 404 -> {
          if (problem(response).code().equals("unknown_task")) {
            return new Look.Gone();
          }
        }
        case 405, 501 -> response.body().cut();
        default -> throw refusal(response);
      }
    }
    return lookAtProgress();
  }

  private Look lookAtProgress() throws IOException, InterruptedException {
    URI progress = endpoints.progress();
    if (progress == null) {
      return new Look.Unknown();
    }
    HttpResponse<EventStream> response = ask(token -> exchange.get(progress, token));
    switch (response.statusCode()) {
      case 200 -> {
        Fields state =
            parser.fields(response.body().text(settings.maxEventBytes(), settings.answerTimeout()));
        // One that has ended has an end, which this call does not tell.
        return state.truthOr("tracker_active", true) ? new Look.Running() : new Look.Unknown();
      }
      case 404 -> {
        return problem(response).code().equals("unknown_task")
            ? new Look.Gone()
            : new Look.Unknown();
      }
      default -> throw refusal(response);
    }
  }

  private TaskEvent.End end(HttpResponse<EventStream> response)
      throws IOException, InterruptedException {
    String body = response.body().text(settings.maxEventBytes(), settings.answerTimeout());
    if (parser.event(null, body) instanceof TaskEvent.End end) {
      return end;
    }
    throw new ProtocolException("the result is no end of a task");
  }

  /** Cancels the task; one that has ended stays as it is. */
  void cancel() throws IOException, InterruptedException {
    URI cancel = endpoints.cancel();
    if (cancel == null) {
      throw new TaskAccessException(
          Reason.REFUSED, 0, "no address to cancel at; give one in TaskEndpoints", null);
    }
    HttpResponse<EventStream> response = ask(token -> exchange.post(cancel, token));
    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
    response.body().cut();
  }

  /** One request. */
  @FunctionalInterface
  private interface Request {
    HttpResponse<EventStream> send(@Nullable String token) throws IOException, InterruptedException;
  }

  private HttpResponse<EventStream> ask(Request request) throws IOException, InterruptedException {
    String token = token();
    HttpResponse<EventStream> response = request.send(token);
    if (response.statusCode() == 401) {
      String newer = token();
      if (newer != null && !newer.equals(token)) {
        response.body().cut();
        return request.send(newer);
      }
    }
    return response;
  }

  private @Nullable String token() throws IOException {
    String token;
    try {
      token = settings.token().get();
    } catch (RuntimeException unavailable) {
      throw new IOException("the token supplier failed", unavailable);
    }
    if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new TaskAccessException(
          Reason.UNAUTHORIZED,
          0,
          "the token has a space, a line break or a character outside ASCII; strip it",
          null);
    }
    return token;
  }

  /** What the server says of why not. */
  private record Problem(String code, String detail) {}

  private Problem problem(HttpResponse<EventStream> response) throws InterruptedException {
    try {
      Fields fields =
          parser.fields(response.body().text(MOST_REFUSAL_BYTES, settings.answerTimeout()));
      String detail = fields.textOr("detail", "");
      return new Problem(
          fields.textOr("code", ""),
          detail.length() > LONGEST_SENTENCE ? detail.substring(0, LONGEST_SENTENCE) : detail);
    } catch (IOException none) {
      // Whatever stands between may answer in a form of its own.
      return new Problem("", "");
    } finally {
      response.body().cut();
    }
  }

  /** What an answer without a success becomes. */
  private IOException refusal(HttpResponse<EventStream> response) throws InterruptedException {
    int status = response.statusCode();
    Problem problem = problem(response);
    String sentence =
        "the server answered "
            + status
            + (problem.detail().isEmpty() ? "" : ": ")
            + problem.detail();
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return new AnsweredException(sentence, retryAfter(response));
    }
    Reason reason =
        switch (status) {
          case 401 -> Reason.UNAUTHORIZED;
          case 403 -> Reason.FORBIDDEN;
          case 404, 410 -> Reason.GONE;
          default -> Reason.REFUSED;
        };
    throw new TaskAccessException(reason, status, sentence, null);
  }

  private static @Nullable Duration retryAfter(HttpResponse<EventStream> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait)
        .orElse(null);
  }

  /** The server is there, and cannot for now. */
  static final class AnsweredException extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never written
    private final @Nullable Duration retryAfter;

    AnsweredException(String message, @Nullable Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /** How long it wants to be left alone, or null. */
    @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }
}
