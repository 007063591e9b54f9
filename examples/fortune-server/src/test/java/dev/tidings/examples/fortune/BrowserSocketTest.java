package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A browser's own WebSocket. */
class BrowserSocketTest {
  private static final String TOKEN = Jwts.of("page");
  private static final String FOLLOW =
      """
      (() => {
        window.told = { types: [], text: '', code: 0, clean: false };
        window.socket = new WebSocket('ws://127.0.0.1:%d%s/ws/%s?token=%s');
        socket.onmessage = ({ data }) => {
          const event = JSON.parse(data);
          told.types.push(event.type);
          told.text += event.type === 'enhanced_token' ? event.text : '';
        };
        socket.onclose = ({ code, wasClean }) => Object.assign(told, { code, clean: wasClean });
      })()""";

  private static Browser browser;

  private final FakeModel model = new FakeModel();

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void stop() {
    model.close();
  }

  private static void follow(TestServer server, String task) {
    Object unused = browser.run(FOLLOW.formatted(server.port(), TestServer.STREAMING, task, TOKEN));
  }

  private static void followOnItsPage(TestServer server, String task) {
    browser.visit(server.at("/"));
    follow(server, task);
  }

  @Test
  void pageReadsTheWholeTask() {
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      followOnItsPage(server, task);
      FakeModel.Exchange answer = model.next().begin();
      answer.word("只聽\n");
      browser.awaitScript("told.text === '只聽\\n'");
      answer.word("耳邊🙏");
      answer.finish("stop");

      browser.awaitScript("told.code === 1000 && told.clean");
      browser.awaitScript("told.text === '只聽\\n耳邊🙏'");
      browser.awaitScript("told.types[0] === 'enhanced_status'");
      browser.awaitScript("told.types.at(-1) === 'enhanced_complete'");
    }
  }

  @Test
  void pageCancels() {
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(TOKEN);
      followOnItsPage(server, task);
      FakeModel.Exchange answer = model.next().begin();
      answer.word("只聽");
      browser.awaitScript("told.text === '只聽'");
      Object unused = browser.run("socket.send(JSON.stringify({ type: 'cancel' }))");

      browser.awaitScript("told.code === 1000");
      assertThat(answer.seesClientGone()).isTrue();
    }
  }

  @Test
  void pageIsToldWhyItMayNotRead() {
    try (TestServer server = TestServer.asking(model)) {
      String task = server.ask(Jwts.of("somebody else"));
      model.next().answer("福");
      followOnItsPage(server, task);
      browser.awaitScript("told.code === 4403 && told.clean");
    }
  }

  @Test
  void pageOfAnotherOriginIsLetInOnlyWhereThatIsMeant() throws Exception {
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elsewhere.start();
    URI page = URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort());
    try (TestServer closed = TestServer.asking(model);
        TestServer open = TestServer.asking(model, "TIDINGS_ORIGINS", page.toString())) {
      String refused = closed.ask(TOKEN);
      model.next().answer("福");
      browser.visit(page);
      follow(closed, refused);
      browser.awaitScript("told.code === 1006 && told.types.length === 0");

      String admitted = open.ask(TOKEN);
      model.next().answer("福");
      follow(open, admitted);
      browser.awaitScript("told.code === 1000 && told.text === '福'");
    } finally {
      elsewhere.stop(0);
    }
  }
}
