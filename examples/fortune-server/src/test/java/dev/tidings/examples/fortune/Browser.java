package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;

/** A Chromium without a window, and the page in it as a visitor sees it. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Path profile;
  private final ChromeDriver driver;

  private Browser(Path profile, ChromeDriver driver) {
    this.profile = profile;
    this.driver = driver;
  }

  /** Starts one; without a Chromium the test is skipped, or fails where one is required. */
  static Browser start() {
    Optional<File> chromium = find("chromium", "chromium-browser", "google-chrome", "chrome");
    Optional<File> service = find("chromedriver");
    if (chromium.isEmpty() || service.isEmpty()) {
      boolean required =
          Boolean.getBoolean("TIDINGS_REQUIRE_BROWSER")
              || Boolean.parseBoolean(System.getenv("TIDINGS_REQUIRE_BROWSER"));
      if (required) {
        fail(
            "no chromium found on the PATH, or no chromedriver, and TIDINGS_REQUIRE_BROWSER is set");
      }
      abort("Browser tests skipped: no chromium found");
    }
    try {
      Path profile = Files.createTempDirectory("tidings-browser");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(chromium.orElseThrow());
      options.addArguments(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--user-data-dir=" + profile);
      options.setCapability(
          "goog:loggingPrefs", Map.of(LogType.PERFORMANCE, "ALL", LogType.BROWSER, "ALL"));
      ChromeDriverService own =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(service.orElseThrow())
              .usingAnyFreePort()
              .build();
      return new Browser(profile, new ChromeDriver(own, options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<File> find(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(f -> new File(f, name)))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Opens the page as on a first visit, in a language and of a width. */
  void open(TestServer server, String language, int width) {
    openUntouched(server, width);
    click("lang-" + language);
  }

  /** Opens the page as on a first visit; nothing on it was clicked. */
  void openUntouched(TestServer server, int width) {
    resize(width);
    driver.get(server.at("/health").toString());
    driver.executeScript("sessionStorage.clear(); localStorage.clear()");
    logs(LogType.PERFORMANCE);
    logs(LogType.BROWSER);
    driver.get(server.at("/").toString());
    await("#deity option");
  }

  /** Opens the page that is made with React, as on a first visit. */
  void openReact(TestServer server) {
    driver.get(server.at("/health").toString());
    driver.executeScript("sessionStorage.clear(); localStorage.clear()");
    logs(LogType.BROWSER);
    driver.get(server.at("/react").toString());
    await("#ask");
  }

  /** What breaks a rule of accessibility on the page as it is now; empty if nothing does. */
  String accessibilityFaults() {
    if (run("typeof axe").equals("undefined")) {
      driver.executeScript(Accessibility.library());
    }
    return runAsync(Accessibility.CHECK);
  }

  /** Light or dark, as the system would have it. */
  void colorScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Forgets what a tab remembers, as a new tab would. */
  void forgetTab() {
    driver.executeScript("sessionStorage.clear()");
  }

  /** Opens a page that is not ours. */
  void visit(URI address) {
    driver.get(address.toString());
  }

  /** Opens the page of a server that wants a token first. */
  void openForToken(TestServer server) {
    driver.get(server.at("/").toString());
    waiting().until(d -> element("token-form").isDisplayed());
  }

  void resize(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Fills the form in and sends it; gives back control when the page shows that question. */
  void ask(String number, String question) {
    fill("number", number);
    fill("question", question);
    click("ask");
    awaitText("run-question", question);
  }

  void fill(String id, String text) {
    WebElement field = element(id);
    field.clear();
    field.sendKeys(text);
  }

  void click(String id) {
    waiting().until(d -> element(id).isDisplayed() && element(id).isEnabled());
    element(id).click();
  }

  void clickOn(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  void type(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  String focused() {
    return String.valueOf(driver.switchTo().activeElement().getAttribute("id"));
  }

  void reload() {
    driver.navigate().refresh();
  }

  WebElement element(String id) {
    return driver.findElement(By.id(id));
  }

  String text(String id) {
    return element(id).getText();
  }

  String attribute(String id, String name) {
    return String.valueOf(element(id).getAttribute(name));
  }

  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  Object run(String script) {
    return String.valueOf(driver.executeScript("return " + script));
  }

  /** What a promise of the page comes to, or the text of its failure. */
  String runAsync(String promise) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return String.valueOf(
        driver.executeAsyncScript(
            "const done = arguments[0]; "
                + promise
                + ".then(done, (wrong) => done(String(wrong)))"));
  }

  void awaitScript(String condition) {
    waiting().withMessage(condition).until(d -> run(condition).equals("true"));
  }

  void awaitShown(String id) {
    waiting()
        .withMessage(() -> id + " is not shown")
        .until(d -> d.findElements(By.id(id)).stream().anyMatch(WebElement::isDisplayed));
  }

  void await(String selector) {
    waiting().until(d -> !d.findElements(By.cssSelector(selector)).isEmpty());
  }

  void awaitText(String id, String text) {
    waiting().withMessage(() -> id + ": " + text(id)).until(d -> text(id).contains(text));
  }

  void awaitState(String state) {
    waiting()
        .withMessage(() -> "state " + attribute("run", "data-state") + ", not " + state)
        .until(d -> attribute("run", "data-state").equals(state));
  }

  private WebDriverWait waiting() {
    WebDriverWait wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20));
    wait.ignoring(org.openqa.selenium.StaleElementReferenceException.class);
    return wait;
  }

  /** Lets the browser run on, for things that must not happen. */
  void letPass(Duration time) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    driver.executeAsyncScript("setTimeout(arguments[1], arguments[0])", time.toMillis());
  }

  /** The messages of a kind that the network has had since this was last asked. */
  List<JsonNode> network(String method) {
    List<JsonNode> messages = new ArrayList<>();
    for (LogEntry entry : logs(LogType.PERFORMANCE)) {
      JsonNode message = Answer.parse(entry.getMessage()).path("message");
      if (message.path("method").asString("").equals(method)) {
        messages.add(message.path("params"));
      }
    }
    return messages;
  }

  /** Whatever the page complained of in the console. */
  List<String> complaints() {
    return logs(LogType.BROWSER).stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  private List<LogEntry> logs(String type) {
    return driver.manage().logs().get(type).getAll();
  }

  /** What has the focus is on the screen, marked, and nothing is in front of it. */
  void assertFocusIsSeen() {
    assertThat(
            run(
                """
                (() => {
                  const focused = document.activeElement;
                  const box = focused.getBoundingClientRect();
                  const top = document.elementFromPoint(
                    box.left + box.width / 2, box.top + box.height / 2);
                  return [focused.contains(top), getComputedStyle(focused).outlineStyle];
                })()"""))
        .as(focused())
        .asString()
        .matches("\\[true, (?!none).+]");
  }

  /** Nothing sticks out to the side. */
  void assertFits(int width) {
    assertThat(run("document.documentElement.scrollWidth")).isEqualTo(String.valueOf(width));
  }

  void screenshot(String name) {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(name + ".png"),
          Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::deleteOnExit);
    } catch (IOException | UncheckedIOException leftToTheSystem) {
      // The browser may still be tidying up.
    }
  }
}
