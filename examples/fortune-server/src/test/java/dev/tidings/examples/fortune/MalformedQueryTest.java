package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that cannot be read is refused, never taken for one without the broken part. */
class MalformedQueryTest {
  private static final String TOKEN = Jwts.of("reader");
  private static TestServer server;
  private static String task;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    task = server.ask(TOKEN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawReply stream(String query) throws Exception {
    String target = TestServer.STREAMING + "/sse/" + task + "?" + query;
    return RawReply.to(
        server.port(), Hostile.get(target, "Authorization: Bearer " + TOKEN).request());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "last_event_id=%",
        "last_event_id=%4",
        "last_event_id=%4x",
        "last_event_id=%ff-1",
        "last_event_id=%e7%a6",
        "last_event_id=%e7.%a6%8f",
        "last_event_id=%u0041",
        "other=%",
        "%=",
      })
  void malformedQueryIs400(String query) throws Exception {
    RawReply reply = stream(query);

    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.text()).contains("\"code\":\"invalid_request\"", "query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&", "a=%e7%a6%8f", "a=%F0%9F%98%80&b=+", "a=%25", "%3d=%26"})
  void oddButWellFormedQueryIsTaken(String query) throws Exception {
    assertThat(stream(query).status()).isEqualTo(200);
  }

  @Test
  void upgradeToAProtocolThatIsNotSpokenHereFindsNothing() throws Exception {
    String upgrade =
        String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    RawReply reply = RawReply.to(server.port(), Hostile.get("/api/v1/nowhere", upgrade).request());

    assertThat(reply.status()).as(reply.text()).isEqualTo(404);
    assertThat(reply.text()).contains("\"code\":\"not_found\"");
  }
}
