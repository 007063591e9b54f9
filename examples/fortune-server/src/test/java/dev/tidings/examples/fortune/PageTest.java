package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** The page from question to answer, on the server that runs without any setting. */
class PageTest {
  private static final Map<String, String> QUESTIONS =
      Map.of(
          "zh", "我下週的面試會順利嗎？",
          "en", "Will my interview next week go well?",
          "ja", "来週の面接はうまくいきますか？");
  private static TestServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    server = TestServer.start("TIDINGS_JWT_SECRET", "");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, 375", "zh, 1280", "en, 375", "en, 1280", "ja, 375", "ja, 1280"})
  void questionIsAnsweredInEveryLanguageOnSmallAndLargeScreens(String language, int width) {
    String question = QUESTIONS.getOrDefault(language, "");
    browser.open(server, language, width);
    browser.assertFits(width);
    browser.screenshot(language + "-" + width + "-before");

    browser.ask("40", question);
    browser.awaitState("completed");

    assertThat(browser.attribute("progress", "role")).isEqualTo("progressbar");
    assertThat(browser.attribute("progress", "aria-valuenow")).isEqualTo("100");
    assertThat(browser.text("progress-percent")).isEqualTo("100%");
    assertThat(browser.run("document.getElementById('progress-fill').style.width"))
        .isEqualTo("100%");
    assertThat(browser.text("answer-text")).hasSizeGreaterThan(100);
    assertThat(browser.text("fact-confidence")).containsPattern("[0-9]+%");
    assertThat(browser.text("fact-sources")).contains("漢光武陷昆陽", "40");
    assertThat(browser.text("fact-model")).isNotBlank();
    assertThat(browser.element("offline-notice").isDisplayed()).isTrue();
    assertThat(browser.element("task-error").isDisplayed()).isFalse();
    assertThat(browser.texts("#steps > li .percent"))
        .containsSubsequence("5%", "25%", "35%", "45%", "50%", "65%", "75%", "92%", "100%");
    assertThat(browser.texts("#steps > li .at")).hasSize(10).allMatch(time -> !time.isBlank());
    assertThat(browser.run("document.documentElement.lang")).asString().startsWith(language);
    assertThat(writtenIn(browser.text("answer-text"))).isEqualTo(language);
    assertThat(writtenIn(String.join("", browser.texts("#steps > li .message"))))
        .isEqualTo(language);
    browser.assertFits(width);
    browser.screenshot(language + "-" + width);
    assertThat(browser.complaints()).isEmpty();
  }

  private static String writtenIn(String text) {
    if (text.codePoints().anyMatch(c -> c >= 0x3040 && c < 0x3100)) {
      return "ja";
    }
    long han = text.codePoints().filter(Character::isIdeographic).count();
    return han > text.length() / 3 ? "zh" : "en";
  }

  @ParameterizedTest
  @CsvSource({"zh, 390", "ja, 390", "en, 1280"})
  void keyboardAloneIsEnough(String language, int width) {
    String question = QUESTIONS.getOrDefault(language, "");
    browser.openUntouched(server, width);
    tabTo("lang-" + language);
    browser.type(Keys.SPACE);
    assertThat(browser.run("document.documentElement.lang")).asString().startsWith(language);
    tabTo("number");
    browser.type("7", Keys.TAB);
    assertThat(browser.focused()).isEqualTo("draw");
    browser.type(Keys.SPACE, Keys.TAB);
    assertThat(browser.attribute("number", "value")).matches("[1-9][0-9]*");
    assertThat(browser.focused()).isEqualTo("question");
    browser.type(question, Keys.chord(Keys.SHIFT, Keys.ENTER), "2", Keys.TAB);
    assertThat(browser.focused()).isEqualTo("ask");
    browser.assertFocusIsSeen();
    browser.type(Keys.ENTER);

    browser.awaitText("run-question", question + "\n2");
    browser.awaitState("completed");
    assertThat(browser.focused()).isEqualTo("run-heading");
    assertThat(writtenIn(browser.text("answer-text"))).isEqualTo(language);
    browser.assertFits(width);
  }

  /** Presses Tab until an element has the focus, and looks that it can be seen on the way. */
  private static void tabTo(String id) {
    for (int i = 0; i < 20 && !browser.focused().equals(id); i++) {
      browser.type(Keys.TAB);
      browser.assertFocusIsSeen();
    }
    assertThat(browser.focused()).isEqualTo(id);
  }

  @Test
  void whatIsMissingIsSaidAtItsFieldAndNothingIsSent() {
    browser.open(server, "en", 1280);
    browser.network("Network.requestWillBeSent");

    browser.click("ask");
    assertThat(browser.text("number-error")).isNotBlank();
    assertThat(browser.text("question-error")).isNotBlank();
    assertThat(browser.focused()).isEqualTo("number");
    browser.fill("number", "101");
    browser.fill("question", "Is there a poem 101?");
    browser.click("ask");
    assertThat(browser.text("number-error")).contains("100");
    assertThat(browser.attribute("number", "aria-invalid")).isEqualTo("true");
    assertThat(browser.network("Network.requestWillBeSent"))
        .noneMatch(request -> request.path("request").path("method").asString().equals("POST"));
  }

  @Test
  void pageTalksToItsOwnServerOnlyAndIsSilentAfterTheEnd() {
    browser.open(server, "zh", 1280);
    browser.ask("1", "有沒有別的主機？");
    browser.awaitState("completed");

    List<String> requested =
        browser.network("Network.requestWillBeSent").stream()
            .map(request -> request.path("request").path("url").asString())
            .toList();
    assertThat(requested)
        .isNotEmpty()
        .allMatch(url -> url.startsWith(server.at("/").toString()) || url.startsWith("data:"));
    assertThat(requested)
        .filteredOn(url -> url.contains("/sse/"))
        .singleElement()
        .asString()
        .contains("?ticket=");
    assertThat(requested).noneMatch(url -> url.contains("token=") || url.contains("eyJ"));

    // Longer than a browser waits before it reconnects.
    browser.letPass(Duration.ofMillis(2500));
    List<JsonNode> late = browser.network("Network.responseReceived");
    assertThat(late).hasSizeLessThanOrEqualTo(1);
    assertThat(late).allMatch(answer -> answer.path("response").path("status").intValue() == 204);
  }

  @Test
  void secondQuestionReplacesTheFirst() {
    browser.open(server, "en", 375);
    browser.ask("1", "The first question?");
    browser.awaitState("completed");
    String first = browser.text("answer-text");

    browser.ask("2", "And the second?");
    browser.awaitState("completed");

    assertThat(browser.text("answer-text")).isNotEqualTo(first).hasSizeGreaterThan(100);
    assertThat(browser.texts("#steps > li .percent")).containsOnlyOnce("100%");
  }

  @Test
  void whereTheTimeWentIsAPictureWithItsNumbers() {
    browser.open(server, "en", 1280);
    browser.ask("40", "Where did the time go?");
    browser.awaitState("completed");

    assertThat(browser.texts("#times-legend li"))
        .hasSize(4)
        .allMatch(
            stage -> stage.matches("(waiting|preparing|finding the poem|writing) [0-9.]+ m?s"));
    assertThat(
            browser.run(
                "[...document.querySelectorAll('#times-bar span')]"
                    + ".reduce((sum, piece) => sum + Number(piece.style.flexGrow), 0).toFixed(3)"))
        .isIn("1.000", "0.000");
  }

  @Test
  void questionsOfThisBrowserOpenAgainByTheirLinks() {
    browser.open(server, "en", 1280);
    browser.ask("1", "The first question?");
    browser.awaitState("completed");
    String answer = browser.text("answer-text");
    browser.ask("2", "And the second?");
    browser.awaitState("completed");
    assertThat(browser.texts("#past a")).containsExactly("And the second?", "The first question?");

    browser.clickOn("#past li:last-child a");
    browser.awaitText("run-question", "The first question?");
    browser.awaitState("completed");
    assertThat(browser.text("answer-text")).isEqualTo(answer);
    assertThat(browser.attribute("number", "value")).isEqualTo("1");

    // Another tab of this browser, which has nothing but the link.
    String link = String.valueOf(browser.run("location.href"));
    browser.forgetTab();
    browser.visit(server.at("/health"));
    browser.visit(URI.create(link));
    browser.awaitText("run-question", "The first question?");
    browser.awaitState("completed");
    assertThat(browser.text("answer-text")).isEqualTo(answer);

    browser.click("forget");
    assertThat(browser.element("history").isDisplayed()).isFalse();
  }

  @Test
  void linkIsOfNoUseToAnybodyElse() {
    browser.open(server, "en", 1280);
    browser.ask("1", "Is it mine?");
    browser.awaitState("completed");
    URI link = URI.create(String.valueOf(browser.run("location.href")));

    browser.openUntouched(server, 1280);
    browser.visit(server.at("/health"));
    browser.visit(link);
    browser.awaitShown("page-error");
    assertThat(browser.element("answer").isDisplayed()).isFalse();
    assertThat(browser.run("location.hash")).isEqualTo("");
    browser.fill("number", "7");
    browser.awaitText("poem-place", "7");
    assertThat(browser.element("page-error").isDisplayed())
        .as("a poem that is found says nothing of the link")
        .isTrue();
  }

  @Test
  void pageIsUnder150KilobytesInAll() {
    browser.open(server, "en", 1280);

    assertThat(
            Long.parseLong(
                String.valueOf(
                    browser.run(
                        """
                        [...performance.getEntriesByType('navigation'),
                          ...performance.getEntriesByType('resource')]
                          .filter((file) => !file.name.includes('/api/'))
                          .reduce((sum, file) => sum + file.transferSize, 0)"""))))
        .isBetween(20_000L, 150_000L);
  }

  @Test
  void withASecretThePageAsksForATokenAndThenWorks() {
    try (TestServer closed = TestServer.start()) {
      browser.openForToken(closed);
      browser.click("token-save");
      browser.fill("token", "not a token");
      browser.click("token-save");
      browser.awaitText("page-error", "token");
      browser.fill("token", "Bearer " + Jwts.of("visitor"));
      browser.click("token-save");
      browser.await("#deity option");

      browser.ask("40", "Now it works?");
      browser.awaitState("completed");
      assertThat(browser.element("token-form").isDisplayed()).isFalse();
    }
  }
}
