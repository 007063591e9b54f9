package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.FakeModel.Exchange;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page that is made with the React hook. */
class ReactPageTest {
  private static Browser browser;
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model, "TIDINGS_JWT_SECRET", "");

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
    browser.openReact(server);
  }

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private Exchange ask(String question) {
    browser.fill("question", question);
    browser.click("ask");
    return model.next();
  }

  @Test
  void questionIsAskedFollowedAndAnswered() {
    Exchange answer = ask("看得到進度嗎？");
    browser.awaitText("progress-percent", "65%");
    assertThat(browser.attribute("progress", "aria-valuenow")).isEqualTo("65");
    assertThat(browser.text("stage")).startsWith("generating_llm: ");
    assertThat(browser.text("connection")).contains("open");

    answer.begin().word("  只聽\n").word("<b>耳邊</b>");
    browser.awaitText("text", "<b>耳邊</b>");
    answer.finish("stop");

    browser.awaitShown("result");
    assertThat(browser.element("text").getAttribute("textContent")).isEqualTo("  只聽\n<b>耳邊</b>");
    assertThat(browser.text("result")).contains("%", "fake-1", " ms");
    assertThat(browser.text("progress-percent")).isEqualTo("100%");
    assertThat(browser.attribute("history", "textContent")).contains("5% ", "50% ", "100% ");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsFoundTriedThoughtAndCalledIsShownAsItHappens() {
    ask("看得到過程嗎？").refuse(503, "Retry-After: 0\r\n");
    Exchange second = model.next();
    browser.awaitText("attempt", "Try 2 of 3: llm_unavailable");
    assertThat(browser.text("sources")).contains("漢光武陷昆陽", "guan_yu 40");

    second.begin().think("想一想").callTool("c1", "almanac");
    browser.awaitText("tools", "almanac: requested");
    assertThat(browser.text("reasoning")).contains("3 characters");
    assertThat(browser.accessibilityFaults()).isEmpty();

    second.word("只聽").finish("stop");
    browser.awaitShown("result");
    assertThat(browser.texts("#attempt")).isEmpty();
    assertThat(browser.texts("#reasoning")).isEmpty();
    assertThat(browser.text("sources")).contains("漢光武陷昆陽");
  }

  @Test
  void failureIsTold() {
    ask("斷了呢？").refuse(400, "");

    browser.awaitShown("error");
    assertThat(browser.text("error")).contains("llm_rejected");
    ask("再一次？").answer("好");
    browser.awaitShown("result");
    assertThat(browser.texts("#error")).isEmpty();
  }

  @Test
  void cancelEndsTheTask() {
    Exchange answer = ask("不問了？");
    browser.awaitText("progress-percent", "65%");

    browser.click("cancel");

    browser.awaitShown("error");
    assertThat(browser.text("error")).contains("cancelled");
    assertThat(answer.seesClientGone()).isTrue();
  }

  @Test
  void everythingComesFromItsOwnServerAndNoUrlHasAToken() {
    browser.network("Network.requestWillBeSent");
    browser.openReact(server);
    ask("有別的主機嗎？").answer("沒有");
    browser.awaitShown("result");

    List<String> urls =
        browser.network("Network.requestWillBeSent").stream()
            .map(request -> request.path("request").path("url").asString())
            .toList();
    assertThat(urls)
        .anyMatch(url -> url.contains("/webjars/react-dom/"))
        .anyMatch(url -> url.contains("/sse/"))
        .allMatch(url -> url.startsWith(server.at("/").toString()) || url.startsWith("data:"))
        .noneMatch(url -> url.contains("token=") || url.contains("eyJ"));
  }
}
