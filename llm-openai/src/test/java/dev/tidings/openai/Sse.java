package dev.tidings.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import mockwebserver3.MockResponse;
import okio.Buffer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an endpoint sends. */
final class Sse {
  static final String HEADERS = head("200 OK", "Content-Type: text/event-stream; charset=utf-8");
  static final String DONE = event("[DONE]");
  static final String ROLE =
      event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}");
  static final String STOP = finish("stop");
  static final String USAGE =
      event(
          "{\"model\":\"served-model\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
              + "\"completion_tokens\":5,\"total_tokens\":12}}");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Sse() {}

  static String event(String data) {
    return "data: " + data + "\n\n";
  }

  static String content(String text) {
    return event(chunk(text).toString());
  }

  /** Content with the logprobs of its tokens. */
  static String content(String text, double... logprobs) {
    ObjectNode chunk = chunk(text);
    var tokens =
        ((ObjectNode) chunk.path("choices").path(0)).putObject("logprobs").putArray("content");
    for (double logprob : logprobs) {
      tokens.addObject().put("token", "t").put("logprob", logprob);
    }
    return event(chunk.toString());
  }

  static String finish(String reason) {
    return event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
  }

  static String contents(List<String> texts) {
    StringBuilder stream = new StringBuilder();
    texts.forEach(text -> stream.append(content(text)));
    return stream.toString();
  }

  /** A refusal that asks to come back in a minute. */
  static String busy(int status) {
    return head(status + " Busy", "Retry-After: 60", "Content-Length: 0");
  }

  /** The head of a response whose end is the end of the connection. */
  static String head(String status, String... headers) {
    return String.join(
        "\r\n", "HTTP/1.1 " + status, String.join("\r\n", headers), "Connection: close", "", "");
  }

  static MockResponse response(String... events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .chunkedBody(new Buffer().write(String.join("", events).getBytes(UTF_8)), 1024)
        .build();
  }

  static MockResponse status(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  private static ObjectNode chunk(String text) {
    ObjectNode chunk = MAPPER.createObjectNode();
    chunk.putArray("choices").addObject().put("index", 0).putObject("delta").put("content", text);
    return chunk;
  }
}
