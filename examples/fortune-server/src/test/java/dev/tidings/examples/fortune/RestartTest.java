package dev.tidings.examples.fortune;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Open pages while the server stops and is started again at the same port. */
class RestartTest {
  private static final String TOKEN = Jwts.of("faithful");
  private static Browser browser;
  private final FakeModel model = new FakeModel();

  @BeforeAll
  static void open() {
    browser = Browser.start();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void stop() {
    model.close();
  }

  private TestServer startAgain(TestServer stopped, String... more) {
    String[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = "PORT";
    all[more.length + 1] = String.valueOf(stopped.port());
    return TestServer.asking(model, all);
  }

  /** A client that keeps a stopping server waiting: it reads nothing of what is written to it. */
  private RawClient stalled(TestServer server, String task) throws Exception {
    RawClient client =
        new RawClient(
            server.port(),
            "GET " + TestServer.STREAMING + "/sse/" + task + " HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer " + TOKEN);
    assertThat(client.status()).contains("200");
    return client;
  }

  @Test
  void eventSourceThatComesBackWhileTheServerStopsGoesOnAfterTheRestart() throws Exception {
    TestServer server = TestServer.asking(model, "TIDINGS_DRAIN_SECONDS", "15");
    String task = server.ask(TOKEN);
    try (RawClient stalled = stalled(server, task)) {
      Exchange answer = model.next().begin().word("只聽");
      for (int i = 0; i < 12; i++) {
        answer.word("福".repeat(80_000));
      }
      String id;
      try (SseClient other = server.enhanced(task, TOKEN)) {
        id = String.valueOf(other.awaitType("enhanced_token").id());
      }
      browser.visit(server.at("/health"));
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      awaitDraining(server);

      browser.runAsync(
          """
          new Promise((failed) => {
            window.seen = [];
            window.source = new EventSource('%s/sse/%s?token=%s&last_event_id=%s');
            source.onmessage = (message) => seen.push(JSON.parse(message.data).code ?? 'other');
            source.onerror = () => failed('');
          })"""
              .formatted(TestServer.STREAMING, task, TOKEN, id));
      assertThat(browser.run("source.readyState === EventSource.CONNECTING")).isEqualTo("true");

      stalled.hangUp();
      stopped.get(20, SECONDS);
    }
    try (TestServer again = startAgain(server)) {
      browser.awaitScript("seen.includes('task_lost')");
      assertThat(again.get("/health", null).status()).isEqualTo(200);
    }
  }

  private static void awaitDraining(TestServer server) {
    int status = server.get("/health", null).status();
    for (long end = System.nanoTime() + SECONDS.toNanos(8);
        status == 200 && System.nanoTime() < end; ) {
      status = server.get("/health", null).status();
    }
    assertThat(status).isEqualTo(503);
  }

  @Test
  void pageTellsOfTheStopAndAsksAgainAfterTheRestart() {
    TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "");
    browser.open(server, "en", 1280);
    browser.ask("40", "Will it survive a restart?");
    model.next().begin().word("只聽");
    browser.awaitText("answer-text", "只聽");

    server.close();
    browser.awaitState("failed");
    assertThat(browser.text("error-code")).isEqualTo("shutdown");

    // The new server has another key: the page has to fetch a new token by itself.
    try (TestServer again = startAgain(server, "TIDINGS_JWT_SECRET", "")) {
      browser.click("retry");
      model.next().answer("只聽耳邊消息到");
      browser.awaitState("completed");
      assertThat(browser.text("answer-text")).isEqualTo("只聽耳邊消息到");
      assertThat(again.get("/health", null).status()).isEqualTo(200);
    }
  }
}
