package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of other origins: those that were named use the API and the streams, others nothing. */
class CrossOriginTest {
  private static final String TOKEN = Jwts.of("elsewhere");

  private static final String ASK =
      """
      (async () => {
        const asked = await fetch('%s/api/v1/streaming-chat/ask-question', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: 'Bearer %s' },
          body: JSON.stringify({
            deity_id: 'guan_yu', fortune_number: 40, question: 'From elsewhere?', language: 'en' }),
        });
        const { task_id: task, enhanced_sse_url: path } = await asked.json();
        const fetched = await fetch('%s' + path, {
          headers: { Authorization: 'Bearer %s', 'Last-Event-ID': 'x-1' } });
        const text = await fetched.text();
        const events = await new Promise((done) => {
          const seen = [];
          const source = new EventSource('%s' + path + '?token=%s');
          source.onmessage = (message) => {
            seen.push(JSON.parse(message.data).type);
            if (seen.at(-1) === 'enhanced_complete') { source.close(); done(seen); }
          };
          source.onerror = () => { source.close(); done(['error']); };
        });
        const busy = await fetch('%s/api/v1/none', { headers: { Authorization: 'Bearer %s' } });
        return [asked.status, text.includes('enhanced_complete'), events[0], events.at(-1),
          (await busy.json()).code].join(' ');
      })()""";

  private static Browser browser;
  private static HttpServer elsewhere;
  private static URI page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elsewhere.start();
    page = URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      elsewhere.stop(0);
    }
  }

  private static String script(TestServer server) {
    String at = "http://127.0.0.1:" + server.port();
    return ASK.formatted(at, TOKEN, at, TOKEN, at, TOKEN, at, TOKEN);
  }

  @Test
  void pageOfANamedOriginAsksAndReadsItsStream() {
    try (TestServer server =
        TestServer.start("TIDINGS_ORIGINS", "https://app.example.com, " + page)) {
      browser.visit(page);

      assertThat(browser.runAsync(script(server)))
          .isEqualTo("200 true enhanced_status enhanced_complete not_found");
    }
  }

  @Test
  void pageOfAnotherOriginGetsNothing() {
    try (TestServer server = TestServer.start("TIDINGS_ORIGINS", "https://app.example.com")) {
      browser.visit(page);

      assertThat(browser.runAsync(script(server))).contains("TypeError", "fetch");
    }
  }

  private static Answer preflight(TestServer server, String origin) {
    return server.send(
        HttpRequest.newBuilder(server.at(TestServer.STREAMING + "/ask-question"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,last-event-id"));
  }

  @Test
  void whatIsAllowedAndShownIsNamed() {
    try (TestServer server = TestServer.start("TIDINGS_ORIGINS", "https://app.example.com")) {
      Answer allowed = preflight(server, "https://app.example.com");
      assertThat(allowed.status()).isEqualTo(200);
      assertThat(allowed.header("Access-Control-Allow-Origin"))
          .isEqualTo("https://app.example.com");
      assertThat(allowed.header("Access-Control-Allow-Headers"))
          .contains("Authorization", "Content-Type", "Last-Event-ID");
      assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();

      Answer call =
          server.send(
              HttpRequest.newBuilder(server.at("/api/v1/deities"))
                  .header("Origin", "https://app.example.com"));
      call.refusedAs(401, "unauthorized");
      assertThat(call.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
      assertThat(call.header("Access-Control-Expose-Headers"))
          .contains("Retry-After", "x-vercel-ai-ui-message-stream", "Stream-Next-Offset");
      assertThat(call.header("Vary")).contains("Origin");
    }
  }

  @Test
  void originThatOnlyLooksLikeANamedOneIsAnother() {
    try (TestServer server = TestServer.start("TIDINGS_ORIGINS", "https://app.example.com")) {
      for (String other :
          new String[] {
            "https://app.example.com.evil.example",
            "https://appxexample.com",
            "http://app.example.com",
            "https://app.example.com:8443",
            "null"
          }) {
        assertThat(preflight(server, other).header("Access-Control-Allow-Origin")).isEmpty();
      }
    }
  }

  @Test
  void withoutNamedOriginsNobodyIsToldAnything() {
    try (TestServer server = TestServer.start()) {
      Answer answer = preflight(server, "https://app.example.com");

      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
      answer.refusedAs(405, "method_not_allowed");
    }
  }
}
