package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.examples.fortune.FakeModel.Exchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tickets in the URLs of streams, in place of tokens. */
class StreamTicketTest {
  private static final String TOKEN = Jwts.of("ticket holder");
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private JsonNode asked(String token) {
    return server
        .post(TestServer.STREAMING + "/ask-question", token, TestServer.question("zh"))
        .ok();
  }

  private String progressTicket(String task, String token) {
    return ticket(server.get(TestServer.STREAMING + "/progress/" + task, token).ok());
  }

  private static String ticket(JsonNode answer) {
    String ticket = answer.path("stream_ticket").asString();
    assertThat(ticket).matches("[A-Za-z0-9_.-]{40,}");
    return ticket;
  }

  private static String enhanced(String task) {
    return TestServer.STREAMING + "/sse/" + task;
  }

  @CanIgnoreReturnValue
  private List<SseClient.Received> readToTheEnd(String path, String ticket) {
    try (SseClient stream = SseClient.open(server.at(path + "?ticket=" + ticket))) {
      return stream.awaitEnd();
    }
  }

  private void assertUnauthorized(String path) {
    Answer answer = server.get(path, null);
    answer.refusedAs(401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void ticketOfTheAnswerOpensBothStreamsAsOftenAsItIsShown() {
    JsonNode asked = asked(TOKEN);
    String task = asked.path("task_id").asString();
    Exchange answer = model.next();
    answer.answer("只聽");

    List<SseClient.Received> first = readToTheEnd(enhanced(task), ticket(asked));
    assertThat(first.get(first.size() - 1).type()).isEqualTo("enhanced_complete");
    assertThat(readToTheEnd(enhanced(task), ticket(asked)))
        .extracting(SseClient.Received::content)
        .containsExactlyElementsOf(first.stream().map(SseClient.Received::content).toList());
    assertThat(readToTheEnd(TestServer.ASYNC + "/sse/" + task, ticket(asked))).isNotEmpty();
  }

  @Test
  void progressGivesAFreshOneAndTheOlderApiNone() {
    String task = asked(TOKEN).path("task_id").asString();
    model.next().answer("只聽");

    readToTheEnd(enhanced(task), progressTicket(task, TOKEN));
    assertThat(
            server
                .post(TestServer.ASYNC + "/ask-question", TOKEN, TestServer.question("zh"))
                .ok()
                .has("stream_ticket"))
        .isFalse();
    model.next().answer("只聽");
  }

  @Test
  void ticketGoesOnFromAnId() {
    JsonNode asked = asked(TOKEN);
    String task = asked.path("task_id").asString();
    model.next().answer("只聽");
    List<SseClient.Received> all = readToTheEnd(enhanced(task), ticket(asked));

    String query = "?last_event_id=" + all.get(2).id() + "&ticket=" + ticket(asked);
    try (SseClient rest = SseClient.open(server.at(enhanced(task) + query))) {
      assertThat(rest.awaitEnd())
          .extracting(SseClient.Received::content)
          .containsExactlyElementsOf(
              all.subList(3, all.size()).stream().map(SseClient.Received::content).toList());
    }
  }

  @Test
  void ticketIsGoodForItsOwnTaskOnlyAndOpensNothingButStreams() {
    JsonNode asked = asked(TOKEN);
    String task = asked.path("task_id").asString();
    String other = asked(TOKEN).path("task_id").asString();
    String ticket = ticket(asked);

    assertUnauthorized(enhanced(other) + "?ticket=" + ticket);
    assertUnauthorized(enhanced("task_unknown") + "?ticket=" + ticket);
    for (String call : List.of("progress", "result")) {
      assertUnauthorized(TestServer.STREAMING + "/" + call + "/" + task + "?ticket=" + ticket);
    }
    assertUnauthorized("/api/v1/deities?ticket=" + ticket);
    server
        .post(TestServer.STREAMING + "/cancel/" + task + "?ticket=" + ticket, null)
        .refusedAs(401, "unauthorized");
    server.get(TestServer.STREAMING + "/progress/" + task, ticket).refusedAs(401, "unauthorized");
    assertUnauthorized(enhanced(task) + "?token=" + ticket);
  }

  @Test
  void tokenIsNoTicketAndNothingIsNone() {
    String task = asked(TOKEN).path("task_id").asString();

    assertUnauthorized(enhanced(task) + "?ticket=" + TOKEN);
    assertUnauthorized(enhanced(task) + "?ticket=");
    assertUnauthorized(enhanced(task) + "?ticket=a.b");
  }

  @Test
  void headerAndTokenCountBeforeATicket() {
    JsonNode asked = asked(TOKEN);
    String path = enhanced(asked.path("task_id").asString()) + "?ticket=" + ticket(asked);
    model.next().answer("只聽");

    server.get(path, "wrong").refusedAs(401, "unauthorized");
    assertUnauthorized(path + "&token=wrong");
    assertThat(server.get(path + "wrong", TOKEN).status()).isEqualTo(200);
  }

  @Test
  void streamThatATicketOpenedIsCutWhenTheTokenExpires() {
    String brief =
        Jwts.signed("HS256", Map.of("sub", "brief", "exp", Jwts.secondsFromNow(3)), Jwts.SECRET);
    JsonNode asked = asked(brief);
    String path = enhanced(asked.path("task_id").asString());
    model.next().begin();

    try (SseClient stream = SseClient.open(server.at(path + "?ticket=" + ticket(asked)))) {
      assertThat(stream.awaitBreak())
          .extracting(SseClient.Received::type)
          .contains("enhanced_status")
          .doesNotContain("enhanced_error", "enhanced_complete");
    }
    assertUnauthorized(path + "?ticket=" + ticket(asked));
  }
}
