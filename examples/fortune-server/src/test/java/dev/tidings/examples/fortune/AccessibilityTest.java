package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is kept out: axe-core finds nothing on the pages, in whatever state they are. */
class AccessibilityTest {
  private static final int[] WIDTHS = {320, 768, 1280, 1920};
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
    browser.colorScheme("light");
    model.close();
  }

  private static void check(String state) {
    for (int width : WIDTHS) {
      browser.resize(width);
      browser.assertFits(width);
      assertThat(browser.accessibilityFaults()).as(state + ", " + width + " px").isEmpty();
    }
    browser.resize(WIDTHS[0]);
  }

  /** For people to look at. */
  private static void picture(String name) {
    for (int width : new int[] {1280, 390}) {
      browser.resize(width);
      browser.screenshot(name + "-" + width);
    }
    browser.resize(WIDTHS[0]);
  }

  @ParameterizedTest
  @CsvSource({"zh, light", "zh, dark", "en, light", "en, dark", "ja, light", "ja, dark"})
  void pageBeforeDuringAndAfterAnAnswerAndInItsErrors(String language, String scheme) {
    try (TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "")) {
      browser.colorScheme(scheme);
      browser.open(server, language, WIDTHS[0]);
      check("before");
      browser.click("ask");
      check("with fields that are missing");

      browser.ask("40", "看得到嗎？");
      Exchange answer = model.next();
      browser.awaitText("progress-percent", "65%");
      check("before the first word");
      answer.begin().word("只聽耳邊");
      browser.awaitText("answer-text", "只聽耳邊");
      check("while it is written");
      answer.finish("stop");
      browser.awaitState("completed");
      check("after");
      picture(language + "-" + scheme);

      browser.ask("41", "斷了呢？");
      Exchange broken = model.next().begin().word("只聽");
      browser.awaitText("answer-text", "只聽");
      broken.kill();
      browser.awaitState("failed");
      check("failed");
      picture(language + "-" + scheme + "-failed");

      browser.ask("42", "不問了？");
      Exchange unwanted = model.next();
      browser.awaitText("progress-percent", "65%");
      browser.click("cancel");
      browser.awaitState("cancelled");
      check("cancelled");
      assertThat(unwanted.seesClientGone()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void pageOfAServerWithoutAModel(String scheme) {
    try (TestServer server = TestServer.start("TIDINGS_JWT_SECRET", "")) {
      browser.colorScheme(scheme);
      browser.open(server, "en", WIDTHS[0]);
      browser.ask("1", "Is anything in my way?");
      browser.awaitState("completed");
      check("offline, after");

      browser.visit(server.at("/#task=task_unknown"));
      browser.awaitShown("page-error");
      check("a link to nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void pageThatWantsAToken(String scheme) {
    try (TestServer server = TestServer.start()) {
      browser.colorScheme(scheme);
      browser.resize(WIDTHS[0]);
      browser.openForToken(server);
      check("without a token");
      browser.fill("token", "not a token");
      browser.click("token-save");
      browser.awaitShown("page-error");
      check("with a wrong token");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void pageThatHasLostItsServer(String scheme) {
    TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "");
    try {
      browser.colorScheme(scheme);
      browser.open(server, "en", WIDTHS[0]);
    } finally {
      server.close();
    }
    browser.fill("number", "40");
    browser.fill("question", "Is anybody there?");
    browser.click("ask");
    browser.awaitShown("ask-error");
    check("without a server");
  }

  /** Otherwise the tests above would pass whatever the page was like. */
  @Test
  void theCheckFindsWhatIsWrong() {
    try (TestServer server = TestServer.start("TIDINGS_JWT_SECRET", "")) {
      browser.open(server, "en", WIDTHS[0]);
      browser.run("document.querySelector('.mark').removeAttribute('alt')");
      browser.run("document.querySelector('.tagline').style.color = '#ddd'");

      assertThat(browser.accessibilityFaults())
          .contains("image-alt at img", "color-contrast at .tagline");
    }
  }

  @Test
  void pageMadeWithReact() {
    for (String scheme : new String[] {"light", "dark"}) {
      try (TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "")) {
        browser.colorScheme(scheme);
        browser.openReact(server);
        check("before");
        browser.fill("question", "看得到嗎？");
        browser.click("ask");
        Exchange answer = model.next().begin().word("只聽");
        browser.awaitText("text", "只聽");
        check("while it is written");
        answer.kill();
        browser.awaitShown("error");
        check("failed");
        browser.click("ask");
        model.next().answer("只聽耳邊消息到");
        browser.awaitShown("result");
        check("after");
        picture("react-" + scheme);
      }
    }
  }
}
