package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/** Two servers on one Redis: whatever one of them began, the other streams, resumes and cancels. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class TwoServersTest {
  private static final String TOKEN = Jwts.of("traveller");

  private final FakeModel model = new FakeModel();
  private RedisServer redis;
  private TestServer one;
  private TestServer two;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
    one = TestServer.asking(model, "TIDINGS_REDIS", redis.address());
    two = TestServer.asking(model, "TIDINGS_REDIS", redis.address());
  }

  @AfterEach
  void stop() throws IOException {
    one.close();
    two.close();
    model.close();
    redis.close();
  }

  private static List<String> contents(List<Received> events) {
    return events.stream().map(Received::content).toList();
  }

  @Test
  void aStreamOfTheOtherServersTaskIsTheSameLive() {
    String task = one.ask(TOKEN);
    try (SseClient here = one.enhanced(task, TOKEN);
        SseClient there = two.enhanced(task, TOKEN)) {
      FakeModel.Exchange answer = model.next().begin().word("只聽");
      there.awaitType("enhanced_token");
      answer.word("耳邊消息到");
      answer.finish("stop");

      List<Received> seen = there.awaitEnd();
      assertThat(contents(seen)).isEqualTo(contents(here.awaitEnd()));
      assertThat(seen.get(seen.size() - 1).type()).isEqualTo("enhanced_complete");
      assertThat(seen.get(0).id()).matches("[A-Za-z0-9]{1,32}-1");
    }
  }

  @Test
  void whoBreaksOffAtOneServerGoesOnAtTheOther() {
    String task = one.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    String id;
    int seen;
    try (SseClient first = one.enhanced(task, TOKEN)) {
      Received token = first.awaitType("enhanced_token");
      id = String.valueOf(token.id());
      seen = first.seen().indexOf(token) + 1;
    }
    answer.word("耳邊");
    answer.finish("stop");

    try (SseClient second = two.enhancedAfter(id, task, TOKEN);
        SseClient whole = two.enhanced(task, TOKEN)) {
      List<String> all = contents(whole.awaitEnd());
      assertThat(contents(second.awaitEnd())).isEqualTo(all.subList(seen, all.size()));
    }
    try (SseClient again = one.enhancedAfter(lastId(two, task), task, TOKEN)) {
      assertThat(again.status()).isEqualTo(204);
    }
  }

  private static String lastId(TestServer server, String task) {
    try (SseClient whole = server.enhanced(task, TOKEN)) {
      List<Received> all = whole.awaitEnd();
      return String.valueOf(all.get(all.size() - 1).id());
    }
  }

  @Test
  void anyServerPollsCancelsAndGivesTheResult() {
    String task = one.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    try (SseClient here = one.enhanced(task, TOKEN)) {
      here.awaitType("enhanced_token");
      JsonNode progress = two.get(TestServer.STREAMING + "/progress/" + task, TOKEN).ok();
      assertThat(progress.path("current_status").asString()).isEqualTo("generating_llm");

      JsonNode cancelled = two.post(TestServer.STREAMING + "/cancel/" + task, TOKEN).ok();

      assertThat(cancelled.path("current_status").asString()).isEqualTo("cancelled");
      assertThat(answer.seesClientGone()).isTrue();
      List<Received> events = here.awaitEnd();
      assertThat(events.get(events.size() - 1).json().path("partial_response").asString())
          .isEqualTo("只聽");
    }
    String result = TestServer.STREAMING + "/result/" + task;
    assertThat(two.get(result, TOKEN).ok()).isEqualTo(one.get(result, TOKEN).ok());
  }

  @Test
  void aTaskIsItsOwnersOnEveryServer() {
    String task = one.ask(TOKEN);
    model.next();

    two.get(TestServer.STREAMING + "/progress/" + task, Jwts.of("stranger"))
        .refusedAs(403, "forbidden");
  }

  @Test
  void theLimitOfUnfinishedQuestionsCountsAllServers() {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add((i % 2 == 0 ? one : two).ask(TOKEN));
    }
    for (TestServer server : List.of(one, two)) {
      server
          .post(TestServer.STREAMING + "/ask-question", TOKEN, TestServer.question("zh"))
          .refusedAs(409, "too_many_tasks");
    }

    two.post(TestServer.STREAMING + "/cancel/" + tasks.get(0), TOKEN).ok();

    one.ask(TOKEN);
  }

  @Test
  void theHealthPageNamesTheJournal() {
    JsonNode health = one.get("/health", null).ok();

    assertThat(health.path("status").asString()).isEqualTo("up");
    assertThat(health.path("journal").asString()).isEqualTo("redis");
  }

  private static Answer awaitHealth(TestServer server, Predicate<JsonNode> wanted) {
    Answer answer = server.get("/health", null);
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        !wanted.test(answer.json()) && System.nanoTime() < end; ) {
      answer = server.get("/health", null);
    }
    assertThat(wanted.test(answer.json())).as(answer.text()).isTrue();
    return answer;
  }

  @Test
  void whileTheStoreIsAwayNobodyIsKeptWaitingAndNothingIsLost() throws Exception {
    String task = one.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    String id;
    try (SseClient there = two.enhanced(task, TOKEN)) {
      id = String.valueOf(there.awaitType("enhanced_token").id());
    }

    redis.pause();
    Answer health = awaitHealth(two, json -> json.path("journal").asString().equals("away"));
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().path("status").asString()).isEqualTo("degraded");
    long asked = System.nanoTime();
    Answer refused =
        two.post(TestServer.STREAMING + "/ask-question", TOKEN, TestServer.question("zh"));
    refused.refusedAs(503, "busy");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
    two.get(TestServer.STREAMING + "/progress/" + task, TOKEN).refusedAs(503, "busy");
    assertThat(exchange(two, task, id)).startsWith("HTTP/1.1 200").contains("retry: 5000\n\n");
    answer.word("耳邊");
    answer.finish("stop");
    redis.resume();

    awaitHealth(two, json -> json.path("journal").asString().equals("redis"));
    try (SseClient again = two.enhancedAfter(id, task, TOKEN)) {
      List<Received> rest = again.awaitEnd();
      assertThat(rest.get(rest.size() - 1).type()).isEqualTo("enhanced_complete");
      assertThat(rest.get(rest.size() - 1).json().path("result").path("response").asString())
          .isEqualTo("只聽耳邊");
    }
  }

  private static String exchange(TestServer server, String task, String id) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      "GET " + TestServer.STREAMING + "/sse/" + task + " HTTP/1.1",
                      "Host: localhost",
                      "Authorization: Bearer " + TOKEN,
                      "Last-Event-ID: " + id,
                      "",
                      "")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
