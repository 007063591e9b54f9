package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A request that means no good, or that a broken client makes.
 *
 * @param name what is wrong with it
 * @param request its bytes as they are sent, each a character of Latin-1
 * @param allowed the only statuses it may be answered with; empty for any below 500
 */
record Hostile(String name, String request, List<Integer> allowed) {
  private static final String ASK = "POST " + TestServer.STREAMING + "/ask-question HTTP/1.1";

  /** A question with those bytes as its body. */
  static Hostile body(String name, byte[] body, Integer... allowed) {
    return question(name, "application/json", body, allowed);
  }

  static Hostile body(String name, String body, Integer... allowed) {
    return body(name, body.getBytes(UTF_8), allowed);
  }

  /** A question with that content type. */
  static Hostile question(String name, String contentType, byte[] body, Integer... allowed) {
    String head =
        String.join(
            "\r\n",
            ASK,
            "Host: localhost",
            "Connection: close",
            "Authorization: Bearer " + Jwts.of("hostile"),
            "Content-Type: " + contentType,
            "Content-Length: " + body.length,
            "",
            "");
    return new Hostile(name, head + new String(body, ISO_8859_1), List.of(allowed));
  }

  /** A GET of that target, with good credentials. */
  static Hostile target(String target, Integer... allowed) {
    return get(target, "Authorization: Bearer " + Jwts.of("hostile"), allowed);
  }

  /** A GET of that target with one more line in its head. */
  static Hostile get(String target, String line, Integer... allowed) {
    return head("GET " + target + " HTTP/1.1", line, allowed);
  }

  /** A request without a body, with that request line and one more line in its head. */
  static Hostile head(String requestLine, String line, Integer... allowed) {
    String request =
        String.join("\r\n", requestLine, "Host: localhost", "Connection: close", line, "", "");
    return new Hostile(
        requestLine + " | " + line,
        new String(request.getBytes(UTF_8), ISO_8859_1),
        List.of(allowed));
  }

  @Override
  public String toString() {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }
}
