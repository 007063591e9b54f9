package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page while a connected model writes, fails, or is told to stop. */
class PageRunTest {
  private static Browser browser;
  private final FakeModel model = new FakeModel();
  private TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "");

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

  @BeforeEach
  void page() {
    browser.open(server, "zh", 1280);
    assertThat(browser.element("offline-notice").isDisplayed()).isFalse();
  }

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  @Test
  void progressAndTextGrowWithTheWork() {
    browser.ask("40", "看得到進度嗎？");
    Exchange answer = model.next();
    browser.awaitText("progress-percent", "65%");
    assertThat(browser.attribute("run", "data-state")).isEqualTo("running");
    assertThat(browser.attribute("progress", "aria-valuenow")).isEqualTo("65");
    assertThat(browser.attribute("connection", "data-state")).isEqualTo("open");
    assertThat(browser.element("answer").isDisplayed()).isFalse();

    answer.begin().word("  只聽").word("耳邊\n\n");
    browser.awaitText("answer-text", "只聽耳邊");
    answer.word("<b>消息</b>到😀" + "福".repeat(190));
    browser.awaitText("progress-percent", "85%");
    browser.screenshot("writing-1280");
    answer.finish("stop");

    browser.awaitState("completed");
    assertThat(browser.element("answer-text").getAttribute("textContent"))
        .isEqualTo("  只聽耳邊\n\n<b>消息</b>到😀" + "福".repeat(190));
    assertThat(browser.text("fact-model")).isEqualTo("fake-1");
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"zh, 沒有回應", "en, did not answer", "ja, 応答がありません"})
  void whatIsFoundTriedThoughtAndCalledIsShownAsItHappens(String language, String why) {
    browser.open(server, language, 1280);
    browser.ask("40", "看得到過程嗎？");
    model.next().refuse(503, "Retry-After: 0\r\n");
    Exchange second = model.next();
    browser.awaitText("attempt", why);
    assertThat(browser.text("attempt")).contains("2", "3");
    assertThat(browser.text("meanwhile-sources")).contains("漢光武陷昆陽", "40");
    assertThat(browser.accessibilityFaults()).isEmpty();

    second.begin().think("想一想");
    browser.awaitText("reasoning", "3");
    assertThat(browser.element("attempt").isDisplayed()).isFalse();
    second.callTool("c1", "almanac");
    browser.awaitText("meanwhile-tools", "almanac");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.assertFits(1280);
    browser.screenshot("meanwhile-" + language);

    second.word("只聽");
    browser.awaitText("answer-text", "只聽");
    assertThat(browser.element("reasoning").isDisplayed()).isFalse();
    assertThat(browser.text("meanwhile-sources")).contains("漢光武陷昆陽");
    second.finish("stop");
    browser.awaitState("completed");
    assertThat(browser.texts("#meanwhile-sources")).isEmpty();
    assertThat(browser.text("fact-sources")).contains("漢光武陷昆陽");
    assertThat(browser.text("meanwhile-tools")).contains("almanac");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void onAPhoneTheAnswerIsSeenWhileItGrows() {
    browser.resize(390);
    browser.ask("40", "看得到嗎？");
    Exchange answer = model.next().begin().word("只聽");
    browser.awaitText("answer-text", "只聽");

    for (String id : new String[] {"progress", "run-status", "answer-heading", "answer-text"}) {
      assertThat(
              browser.run(
                  "(({top, bottom}) => top >= 0 && bottom <= innerHeight)(document.getElementById('"
                      + id
                      + "').getBoundingClientRect())"))
          .as(id)
          .isEqualTo("true");
    }
    browser.screenshot("writing-390");
    answer.word("耳邊".repeat(300)).finish("stop");
    browser.awaitState("completed");
    assertThat(browser.run("document.getElementById('progress').getBoundingClientRect().top >= 0"))
        .as("the beginning stays where it is read")
        .isEqualTo("true");
  }

  @Test
  void whileOtherTabsHaveAllTheStreamsItPollsAndSaysSo() {
    browser.run(
        "[1, 2, 3, 4, 5].forEach((i) => navigator.locks.request('tidings stream ' + i, () =>"
            + " new Promise((free) => { (window.others ??= []).push(free); })))");
    browser.awaitScript("window.others?.length === 5");
    browser.ask("40", "還有連線嗎？");
    Exchange answer = model.next();
    browser.awaitText("progress-percent", "65%");
    assertThat(browser.attribute("connection", "data-state")).isEqualTo("polling");
    assertThat(browser.text("connection")).isNotBlank();
    assertThat(browser.accessibilityFaults()).isEmpty();

    browser.run("others.forEach((free) => free())");
    answer.begin().word("只聽");
    browser.awaitText("answer-text", "只聽");
    assertThat(browser.attribute("connection", "data-state")).isEqualTo("open");
    answer.finish("stop");
    browser.awaitState("completed");
    assertThat(browser.texts("#steps > li .percent")).contains("5%", "65%", "100%");
  }

  @Test
  void failureIsShownWithItsCodeAndCanBeTriedAgain() {
    browser.ask("40", "斷了怎麼辦？");
    Exchange first = model.next().begin().word("只聽");
    browser.awaitText("answer-text", "只聽");
    first.kill();

    browser.awaitState("failed");
    assertThat(browser.element("task-error").isDisplayed()).isTrue();
    assertThat(browser.text("error-code")).isEqualTo("llm_truncated");
    assertThat(browser.text("answer-text")).isEqualTo("只聽");
    assertThat(browser.text("answer-note")).isNotBlank();
    browser.resize(375);
    browser.assertFits(375);
    browser.screenshot("failed-375");

    browser.click("retry");
    model.next().answer("只聽耳邊消息到");
    browser.awaitState("completed");
    assertThat(browser.text("answer-text")).isEqualTo("只聽耳邊消息到");
    assertThat(browser.element("task-error").isDisplayed()).isFalse();
    assertThat(browser.element("answer-note").isDisplayed()).isFalse();
  }

  @Test
  void cancelStopsTheModelAndSaysSo() {
    browser.ask("40", "可以不問了嗎？");
    Exchange answer = model.next().begin().word("只聽");
    browser.awaitText("answer-text", "只聽");

    browser.click("cancel");

    browser.awaitState("cancelled");
    assertThat(answer.seesClientGone()).isTrue();
    assertThat(browser.text("error-code")).isEqualTo("cancelled");
    assertThat(browser.element("cancel").isDisplayed()).isFalse();
    browser.screenshot("cancelled-1280");
    browser.ask("40", "再問一次？");
    model.next().answer("好");
    browser.awaitState("completed");
  }

  @Test
  void reloadInTheMiddleGoesOnWithTheSameTask() {
    browser.ask("40", "重新整理會丟嗎？");
    Exchange answer = model.next().begin().word("只聽");
    browser.awaitText("answer-text", "只聽");

    browser.reload();

    browser.awaitText("run-question", "重新整理會丟嗎？");
    browser.awaitText("answer-text", "只聽");
    answer.word("耳邊").finish("stop");
    browser.awaitState("completed");
    assertThat(browser.text("answer-text")).isEqualTo("只聽耳邊");
    assertThat(browser.texts("#steps > li .percent")).contains("5%", "65%", "100%");
    assertThat(model.requests()).isEqualTo(1);
  }

  @Test
  void reloadAfterTheEndShowsTheAnswerAgain() {
    browser.ask("40", "之後呢？");
    model.next().answer("只聽耳邊消息到");
    browser.awaitState("completed");

    browser.reload();

    browser.awaitText("run-question", "之後呢？");
    browser.awaitState("completed");
    assertThat(browser.text("answer-text")).isEqualTo("只聽耳邊消息到");
  }

  @Test
  void stoppedServerIsToldAsAFailureThatCanBeTriedAgain() {
    browser.ask("40", "伺服器停了呢？");
    Exchange answer = model.next();
    // Its stream is open then: a page that comes later would find nobody.
    browser.awaitText("progress-percent", "65%");

    server.close();

    browser.awaitState("failed");
    assertThat(browser.text("error-code")).isEqualTo("shutdown");
    assertThat(browser.element("retry").isDisplayed()).isTrue();
    assertThat(answer.seesClientGone()).isTrue();
  }
}
