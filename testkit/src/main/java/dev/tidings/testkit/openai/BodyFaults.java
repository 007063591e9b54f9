package dev.tidings.testkit.openai;

import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.completion;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.head;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.testkit.openai.ChatFault.Answered;
import dev.tidings.testkit.openai.ChatFault.Ending;
import dev.tidings.testkit.openai.ChatFault.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies that are not what their header says. */
final class BodyFaults {
  private static final String GROUP = "What the body is";
  private static final Ending WHOLE = new Answered("whole", "stop");
  private static final String STREAM = content("whole") + STOP + DONE;
  private static final String PAGE = "<!doctype html><p>Welcome to the proxy</p>";
  private static final String NOT_AUTHENTICATED =
      "{\"error\":{\"type\":\"authentication_error\",\"message\":\"no such key\"}}";

  private BodyFaults() {}

  static List<ChatFault> rows() {
    List<ChatFault> rows = new ArrayList<>();
    for (String type :
        List.of(
            "text/event-stream", "text/plain", "application/octet-stream", "application/json")) {
      rows.add(row("an event stream as `" + type + "`", WHOLE, type, STREAM));
    }
    rows.add(row("an event stream without a type", WHOLE, "", STREAM));
    for (String type : List.of("application/json", "text/event-stream", "text/plain", "")) {
      rows.add(row("one completion" + as(type), WHOLE, type, completion("whole", "stop")));
    }
    for (String type : List.of("application/json", "text/event-stream", "")) {
      rows.add(
          row(
              "200 and an authentication error" + as(type),
              new Failed(LLM_REJECTED, ""),
              type,
              NOT_AUTHENTICATED));
    }
    for (String type : List.of("text/html", "text/event-stream", "")) {
      rows.add(row("200 and a page" + as(type), new Failed(LLM_UNAVAILABLE, ""), type, PAGE));
    }
    rows.add(
        ChatFault.of(
            GROUP,
            "gzip that was not asked for",
            new Failed(LLM_UNAVAILABLE, ""),
            connection -> {
              connection.write(
                  head("200 OK", "Content-Type: text/event-stream", "Content-Encoding: gzip"));
              connection.write(gzip(STREAM));
            }));
    return rows;
  }

  private static String as(String type) {
    return type.isEmpty() ? " without a type" : " as `" + type + "`";
  }

  private static ChatFault row(String name, Ending ending, String type, String body) {
    String[] headers = type.isEmpty() ? new String[] {"X-Type: none"} : typed(type);
    return ChatFault.of(GROUP, name, ending, c -> c.write(head("200 OK", headers) + body));
  }

  private static String[] typed(String type) {
    return new String[] {"Content-Type: " + type};
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
