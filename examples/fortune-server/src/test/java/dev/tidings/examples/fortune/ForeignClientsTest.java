package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients of other protocols may send that their own libraries do not. */
class ForeignClientsTest {
  private static final String TOKEN = Jwts.of("foreign");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String run(String thread, String runId) {
    Answer answer =
        server.post(
            "/api/v1/ag-ui",
            TOKEN,
            """
            {"threadId":"%s","runId":"%s","protocolVersion":"1.0",\
            "messages":[{"role":"user","content":"事業"}],\
            "forwardedProps":{"deity_id":"guan_yu","fortune_number":40,"language":"zh"}}"""
                .formatted(thread, runId));
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void runWhoseMessagesHaveNoIdCanBeAttachedTo() {
    assertThat(run("t", "without-ids")).contains("TEXT_MESSAGE_CONTENT", "RUN_FINISHED");

    assertThat(run("t", "without-ids")).contains("MESSAGES_SNAPSHOT", "RUN_FINISHED");
  }

  @Test
  void runStaysInItsThreadWhoeverAttaches() {
    run("its own", "one-thread");

    assertThat(run("another", "one-thread"))
        .contains("RUN_STARTED", "RUN_FINISHED", "\"threadId\":\"its own\"")
        .doesNotContain("\"threadId\":\"another\"");
  }

  @Test
  void refusalThatTheContainerMakesIsASentenceForAChat() {
    Answer chat = server.get("/api/v1/ai-sdk/chat/%ff/stream", TOKEN);
    Answer elsewhere = server.get("/api/v1/ai-sdk/chats/%ff", TOKEN);

    assertThat(chat.status()).isEqualTo(400);
    assertThat(chat.header("Content-Type")).startsWith("text/plain");
    assertThat(chat.text()).isNotBlank().doesNotContain("{");
    elsewhere.refusedAs(400, "invalid_request");
  }
}
