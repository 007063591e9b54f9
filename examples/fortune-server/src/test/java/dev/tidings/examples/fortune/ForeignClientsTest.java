package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  private static void awaitOneTask(TestServer server, String token) {
    long bound = System.nanoTime() + 10_000_000_000L;
    String metrics = server.get("/metrics", token).text();
    while (!metrics.contains("\ntidings_tasks_kept 1.0") && System.nanoTime() < bound) {
      metrics = server.get("/metrics", token).text();
    }
    assertThat(metrics).contains("\ntidings_tasks_kept 1.0");
  }

  @Test
  void chatThatHasNoPlaceForItsStreamAsksNothing() throws IOException {
    String busy = Jwts.of("busy");
    List<RawClient> open = new ArrayList<>();
    try (FakeModel slow = new FakeModel();
        TestServer asking = TestServer.asking(slow)) {
      String running = asking.ask(busy);
      FakeModel.Exchange unused = slow.next().begin();
      for (int i = 0; i < 100; i++) {
        RawClient reader =
            new RawClient(
                asking.port(),
                "GET " + TestServer.STREAMING + "/sse/" + running + "?token=" + busy + " HTTP/1.1",
                "Host: localhost");
        open.add(reader);
        assertThat(reader.status()).contains("200");
      }

      Answer chat =
          asking.post(
              "/api/v1/ai-sdk/chat",
              busy,
              """
              {"id":"full","messages":[{"id":"m","role":"user",\
              "parts":[{"type":"text","text":"事業"}]}],\
              "deity_id":"guan_yu","fortune_number":40,"language":"zh"}""");

      assertThat(chat.status()).isEqualTo(429);
      awaitOneTask(asking, busy);
      for (RawClient reader : open) {
        reader.close();
      }
    }
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
