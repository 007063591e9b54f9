package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a task is, and the calls that lead nowhere. */
class TaskAccessTest {
  private static final String TOKEN = Jwts.of("owner");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Answer> allCallsOn(String task, String token) {
    return List.of(
        server.get(TestServer.STREAMING + "/sse/" + task, token),
        server.get(TestServer.ASYNC + "/sse/" + task, token),
        server.get(TestServer.STREAMING + "/progress/" + task, token),
        server.post(TestServer.STREAMING + "/cancel/" + task, token));
  }

  @Test
  void anotherUsersTaskIsForbidden() {
    String task = server.ask(TOKEN);

    assertThat(allCallsOn(task, Jwts.of("stranger")))
        .allSatisfy(answer -> answer.refusedAs(403, "forbidden"));
    assertThat(allCallsOn(task, Jwts.of("owner")))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
  }

  @Test
  void longestSubjectOwnsItsTasksAndALongerOneIsNone() {
    String longest = "長".repeat(1_024);

    assertThat(allCallsOn(server.ask(Jwts.of(longest)), Jwts.of(longest)))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    server.get("/api/v1/deities", Jwts.of(longest + "x")).refusedAs(401, "unauthorized");
  }

  @Test
  void unknownTaskIsNotFound() {
    for (String id : List.of("task_nobody_knows", "x%20y", "%E7%B1%A4", "a%2Fb", "..%2f..")) {
      assertThat(allCallsOn(id, TOKEN)).allSatisfy(answer -> answer.refusedAs(404, "unknown_task"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1",
        "/api/v1/streaming-chat/sse/",
        "/web/nothing.js",
        "//",
        "/web/..%2f"
      })
  void anyOtherPathIsNotFoundAlsoWithoutAToken(String path) {
    server.get(path, null).refusedAs(404, "not_found");
    server.get(path, TOKEN).refusedAs(404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/streaming-chat/ask-question, POST",
    "PUT, /api/v1/async-chat/ask-question, POST",
    "POST, /api/v1/streaming-chat/sse/x, GET",
    "DELETE, /api/v1/async-chat/sse/x, GET",
    "POST, /api/v1/streaming-chat/progress/x, GET",
    "GET, /api/v1/streaming-chat/cancel/x, POST",
    "PATCH, /api/v1/deities, GET",
    "POST, /api/v1/poems/guan_yu/40, GET",
    "POST, /api/v1/poems/search, GET",
    "OPTIONS, /metrics, GET",
    "POST, /health, GET",
    "POST, /, GET"
  })
  void anotherMethodIsNotAllowedAndTheRightOneNamed(String method, String path, String allowed) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.noBody());

    Answer answer = server.send(request);

    answer.refusedAs(405, "method_not_allowed");
    assertThat(answer.header("Allow").split(", ", -1)).contains(allowed).doesNotContain(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%ff", "/api/v1/streaming-chat/progress/%E0%A4%A", "/%zz"})
  void pathThatIsNoPathIsAProblemToo(String path) throws Exception {
    try (RawClient client =
        new RawClient(server.port(), "GET " + path + " HTTP/1.1", "Host: x", "Connection: close")) {
      assertThat(client.status()).contains(" 400 ");
      assertThat(client.headers()).containsEntry("content-type", "application/problem+json");
    }
  }

  @Test
  void headTellsWhatGetWould() {
    assertThat(head("/").header("Content-Type")).startsWith("text/html");
    assertThat(head("/health").status()).isEqualTo(200);
    assertThat(head("/api/v1/deities").status()).isEqualTo(401);
    assertThat(head(TestServer.STREAMING + "/sse/" + server.ask(TOKEN)).status()).isEqualTo(401);
  }

  private static Answer head(String path) {
    return server.send(
        HttpRequest.newBuilder(server.at(path)).method("HEAD", BodyPublishers.noBody()));
  }

  @Test
  void ninthUnfinishedTaskOfAUserIsTooMany() {
    try (FakeModel silent = new FakeModel();
        TestServer busy = TestServer.asking(silent)) {
      String first = busy.ask(TOKEN);
      for (int i = 1; i < 8; i++) {
        busy.ask(TOKEN);
      }

      String ask = TestServer.STREAMING + "/ask-question";
      String detail =
          busy.post(ask, TOKEN, TestServer.question("zh")).refusedAs(409, "too_many_tasks");
      assertThat(detail).contains("8");
      busy.ask(Jwts.of("another"));

      busy.post(TestServer.STREAMING + "/cancel/" + first, TOKEN).ok();
      busy.ask(TOKEN);
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "tidings.apart",
      matches = ".+",
      disabledReason = "the queue is the worker's hub's, which hears of a cancel a moment later")
  void fullQueueIsBusyAndTheRefusedQuestionLeavesNothingBehind() {
    try (FakeModel silent = new FakeModel();
        TestServer busy =
            TestServer.asking(
                silent,
                "TIDINGS_WORKERS",
                "1",
                "TIDINGS_QUEUE",
                "1",
                "TIDINGS_TASKS_PER_USER",
                "3")) {
      busy.ask(TOKEN);
      FakeModel.Exchange first = silent.next();
      String waiting = busy.ask(TOKEN);

      for (int i = 0; i < 5; i++) {
        Answer answer =
            busy.post(TestServer.ASYNC + "/ask-question", TOKEN, TestServer.question("zh"));
        answer.refusedAs(503, "busy");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
      }

      busy.post(TestServer.STREAMING + "/cancel/" + waiting, TOKEN).ok();
      busy.ask(TOKEN);
      first.answer("good");
      first.seesClientGone();
      assertThat(silent.next().head()).startsWith("POST /v1/chat/completions ");
    }
  }

  /** Whoever sees the end may act on it at once. */
  @Test
  void endedQuestionHasMadeRoomByTheTimeItsEndIsSeen() {
    try (TestServer one = TestServer.start("TIDINGS_TASKS_PER_USER", "1")) {
      for (int i = 0; i < 100; i++) {
        try (SseClient stream = one.enhanced(one.ask(TOKEN), TOKEN)) {
          stream.awaitType("enhanced_complete");
        }
      }
    }
  }
}
