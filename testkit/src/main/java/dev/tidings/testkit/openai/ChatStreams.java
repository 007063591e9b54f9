package dev.tidings.testkit.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

/** These are pieces of what an endpoint sends, to be put together to a response. */
public final class ChatStreams {
  /** The event that ends a stream. */
  public static final String DONE = event("[DONE]");

  /** A chunk that only says who speaks. */
  public static final String ROLE = delta("{\"role\":\"assistant\"}");

  /** A chunk that says that the model has finished. */
  public static final String STOP = finish("stop");

  /** The chunk without choices that ends a stream whose usage was asked for. */
  public static final String USAGE =
      event(
          "{\"model\":\"served-model\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
              + "\"completion_tokens\":5,\"total_tokens\":12}}");

  private ChatStreams() {}

  /** The head of a response whose end is the end of the connection. */
  public static String head(String status, String... headers) {
    return String.join(
            "\r\n", "HTTP/1.1 " + status, String.join("\r\n", headers), "Connection: close")
        + "\r\n\r\n";
  }

  /** The head of a stream whose end is the end of the connection. */
  public static String streamHead() {
    return head("200 OK", "Content-Type: text/event-stream; charset=utf-8");
  }

  /** The head of a stream in chunks, on a connection that stays. */
  public static String chunkedHead() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  /** One chunk of HTTP/1.1's chunked coding (RFC 9112, section 7.1). */
  public static String chunked(String text) {
    int length = text.getBytes(UTF_8).length;
    return Integer.toHexString(length) + "\r\n" + text + "\r\n";
  }

  /** The chunk that ends a chunked body. */
  public static String lastChunk() {
    return "0\r\n\r\n";
  }

  /** An event with this data. */
  public static String event(String data) {
    return "data: " + data + "\n\n";
  }

  /** A chunk with this delta, which is JSON. */
  public static String delta(String json) {
    return event("{\"choices\":[{\"index\":0,\"delta\":" + json + "}]}");
  }

  /** A chunk with a piece of the answer. */
  public static String content(String text) {
    return delta("{\"content\":" + quoted(text) + "}");
  }

  /** A chunk with the reason why the model stopped. */
  public static String finish(String reason) {
    return event(
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":" + quoted(reason) + "}]}");
  }

  /** A whole completion, as an endpoint sends it that does not stream. */
  public static String completion(String text, String reason) {
    return "{\"model\":\"served-model\",\"choices\":[{\"index\":0,\"finish_reason\":"
        + quoted(reason)
        + ",\"message\":{\"role\":\"assistant\",\"content\":"
        + quoted(text)
        + "}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";
  }

  /** A text as a JSON string. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
