package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The page, health, metrics, demo tokens, and what the environment may say. */
class OperationsTest {
  private static final String DEMO = "/api/v1/auth/demo-token";

  @Test
  void healthIsUp() {
    try (TestServer server = TestServer.start()) {
      JsonNode health = server.get("/health", null).ok();
      assertThat(health.path("status").asString()).isEqualTo("up");
      assertThat(health.path("journal").asString()).isEqualTo("memory");
    }
  }

  @Test
  void metricsArePrometheusTextAndCountTheWork() {
    String token = Jwts.of("operator");
    try (TestServer server = TestServer.start();
        SseClient stream = server.enhanced(server.ask(token), token)) {
      int events = stream.awaitEnd().size();

      Answer metrics = server.get("/metrics", token);

      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.header("Content-Type")).startsWith("text/plain");
      assertThat(metrics.text())
          .contains("# TYPE tidings_tasks_started_total counter\n")
          .contains("\ntidings_tasks_started_total 1.0\n")
          .contains("\ntidings_sse_events_total " + events + ".0\n")
          .contains("tidings_stage_duration_seconds_count{stage=\"analyzing_rag\"} 1");
    }
  }

  @Test
  void pageIsServedWithWhatItNeeds() {
    try (TestServer server = TestServer.start()) {
      Answer page = server.get("/", null);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
      assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.text()).contains("<!doctype html>", "/web/app.js").doesNotContain("http://");
      assertThat(server.get("/web/app.js", null).header("Content-Type")).contains("javascript");
      assertThat(server.get("/web/page.css", null).header("Content-Type")).contains("text/css");
    }
  }

  @Test
  void demoTokensAreOfAUserEach() {
    try (TestServer server = TestServer.start("TIDINGS_JWT_SECRET", "")) {
      JsonNode first = server.post(DEMO, null).ok();
      String second = server.post(DEMO, null).ok().path("token").asString();

      assertThat(Answer.names(first)).containsExactly("token", "expires_in_seconds");
      assertThat(first.path("expires_in_seconds").longValue()).isPositive();
      String task = server.ask(first.path("token").asString());
      String progress = TestServer.STREAMING + "/progress/" + task;
      server.get(progress, first.path("token").asString()).ok();
      server.get(progress, second).refusedAs(403, "forbidden");
    }
  }

  @Test
  void tokensAndAnswersOfTheChatAreKeptByNobody() {
    try (TestServer server = TestServer.start("TIDINGS_JWT_SECRET", "")) {
      Answer demo = server.post(DEMO, null);
      String token = demo.ok().path("token").asString();
      Answer asked =
          server.post(TestServer.STREAMING + "/ask-question", token, TestServer.question("en"));
      String task = asked.ok().path("task_id").asString();

      for (Answer answer :
          new Answer[] {
            demo,
            asked,
            server.post(TestServer.ASYNC + "/ask-question", token, TestServer.question("en")),
            server.get(TestServer.STREAMING + "/progress/" + task, token),
            server.post(TestServer.STREAMING + "/cancel/" + task, token),
            server.get(TestServer.STREAMING + "/progress/unknown", token),
            server.get(TestServer.STREAMING + "/progress/" + task, null)
          }) {
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      }
      assertThat(server.get("/", null).header("Cache-Control")).isNotEqualTo("no-store");
    }
  }

  @Test
  void pingsCanBeSwitchedOff() {
    String token = Jwts.of("quiet");
    try (FakeModel model = new FakeModel();
        TestServer pinging = TestServer.asking(model, "TIDINGS_PING_SECONDS", "1");
        TestServer silent = TestServer.asking(model, "TIDINGS_PING_SECONDS", "0")) {
      try (SseClient quiet = silent.enhanced(silent.ask(token), token)) {
        quiet.awaitType("enhanced_status");
        String task = pinging.ask(token);
        try (SseClient loud = pinging.enhanced(task, token)) {
          loud.awaitType("enhanced_ping");
        }
        model.next().answer("只聽");
        model.next().answer("只聽");

        quiet.awaitEnd();
        assertThat(quiet.all())
            .extracting(SseClient.Received::type)
            .doesNotContain("enhanced_ping");
      }
    }
  }

  @Test
  void withASecretThereAreNoDemoTokens() {
    try (TestServer server = TestServer.start()) {
      server.post(DEMO, null).refusedAs(404, "not_found");
      server.get(DEMO, null).refusedAs(404, "not_found");
    }
  }

  @Test
  void tokenOfOneRunWithoutASecretIsNotGoodInAnother() {
    try (TestServer one = TestServer.start("TIDINGS_JWT_SECRET", "");
        TestServer other = TestServer.start("TIDINGS_JWT_SECRET", "")) {
      String token = one.post(DEMO, null).ok().path("token").asString();

      other.get("/api/v1/deities", token).refusedAs(401, "unauthorized");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "0123456789012345678901234567890", "福德福德福德福德福德"})
  void secretUnder32BytesRefusesToStartAndSaysWhy(String secret) {
    assertThatThrownBy(() -> TestServer.start("TIDINGS_JWT_SECRET", secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TIDINGS_JWT_SECRET")
        .hasMessageContaining("32")
        .hasMessageNotContaining(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01234567890123456789012345678901", "福德福德福德福德福德福"})
  void secretOf32BytesIsCountedInUtf8(String secret) {
    ServerSettings settings = ServerSettings.fromEnvironment(Map.of("TIDINGS_JWT_SECRET", secret));

    assertThat(settings.jwtSecret()).isEqualTo(secret);
    assertThat(settings.toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PORT", "TIDINGS_WORKERS", "TIDINGS_TASK_DEADLINE_SECONDS"})
  void variableThatIsNoNumberIsNamed(String name) {
    for (String value : new String[] {"many", "-1", "1.5", "99999999999"}) {
      assertThatThrownBy(() -> ServerSettings.fromEnvironment(Map.of(name, value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name)
          .hasMessageContaining(value);
    }
  }

  @Test
  void ownPoemsAreAddedToTheEmbeddedOnes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("own.jsonl");
    Files.writeString(
        file,
        """
        {"deity_id":"yue_lao","deity_name":"月下老人","number":1,"title":"開籤","rank":"上吉",\
        "poem":["一","二","三","四"],"story":"","themes":{"zh":"好","en":"good","ja":"良い"}}
        """);
    String token = Jwts.of("host");
    try (TestServer server = TestServer.start("TIDINGS_CORPUS", file.toString())) {
      assertThat(server.get("/api/v1/deities", token).ok().path("deities").size()).isEqualTo(4);
      String body = TestServer.question("zh").replace("guan_yu", "yue_lao").replace("40", "1");
      try (SseClient stream = server.enhanced(server.ask(token, body), token)) {
        assertThat(stream.awaitProgress(50).json().path("message").asString())
            .isEqualTo("成功找到 YueLao 籤詩");
        assertThat(stream.awaitEnd()).isNotEmpty();
      }
    }
  }
}
