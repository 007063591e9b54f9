package dev.tidings.testkit.openai;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.event;
import static dev.tidings.testkit.openai.ChatStreams.head;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;

import dev.tidings.FailureCode;
import dev.tidings.testkit.openai.ChatFault.Failed;
import java.util.ArrayList;
import java.util.List;

/** Errors that an endpoint tells itself. */
final class ErrorFaults {
  private static final String GROUP = "Errors";

  private ErrorFaults() {}

  static List<ChatFault> rows() {
    List<ChatFault> rows = new ArrayList<>();
    for (int status : List.of(302, 400, 401, 403, 404, 422)) {
      rows.add(status(String.valueOf(status), status, LLM_REJECTED, "{}"));
    }
    for (int status : List.of(408, 409, 500, 502, 503, 529)) {
      rows.add(status(String.valueOf(status), status, LLM_UNAVAILABLE, "{}"));
    }
    rows.add(status("429", 429, LLM_RATE_LIMITED, "{}"));
    rows.add(
        status(
            "429 and `insufficient_quota`",
            429,
            LLM_REJECTED,
            "{\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"));
    rows.add(
        stream(
            "an error before content, of a rate limit",
            new Failed(LLM_RATE_LIMITED, ""),
            event("{\"error\":{\"type\":\"rate_limit_error\"}}")));
    rows.add(
        stream(
            "an error before content, of the key",
            new Failed(LLM_REJECTED, ""),
            event("{\"error\":{\"code\":\"invalid_api_key\"}}")));
    rows.add(
        stream(
            "an error that is a bare sentence",
            new Failed(LLM_UNAVAILABLE, ""),
            event("{\"error\":\"the model is gone\"}")));
    rows.add(
        stream(
            "`event: error` with a plain sentence",
            new Failed(LLM_TRUNCATED, "half"),
            content("half") + "event: error\ndata: the model is gone\n\n"));
    rows.add(
        stream(
            "an error after content",
            new Failed(LLM_TRUNCATED, "half"),
            content("half") + event("{\"error\":{\"type\":\"overloaded_error\"}}")));
    rows.add(
        stream(
            "an error after content, of the content filter",
            new Failed(LLM_REJECTED, "half"),
            content("half") + event("{\"error\":{\"code\":\"content_filter\"}}")));
    return rows;
  }

  private static ChatFault stream(String name, Failed ending, String events) {
    return ChatFault.of(GROUP, name, ending, c -> c.write(streamHead() + events));
  }

  private static ChatFault status(String name, int status, FailureCode code, String body) {
    return ChatFault.of(
        GROUP,
        name,
        new Failed(code, ""),
        connection ->
            connection.write(head(status + " Status", "Content-Type: application/json") + body));
  }
}
