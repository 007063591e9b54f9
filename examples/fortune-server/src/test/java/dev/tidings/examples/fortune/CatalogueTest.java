package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The deities, their poems, and the search among them. */
class CatalogueTest {
  private static final String TOKEN = Jwts.of("reader");
  private static final String SEARCH = "/api/v1/poems/search";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void deitiesAreListed() {
    JsonNode answer = server.get("/api/v1/deities", TOKEN).ok();

    assertThat(answer)
        .isEqualTo(
            Answer.parse(
                """
                {"deities":[
                 {"deity_id":"guan_yin","name":"觀音菩薩","poem_count":100,
                  "languages":["zh","en","ja"]},
                 {"deity_id":"guan_yu","name":"關聖帝君","poem_count":100,
                  "languages":["zh","en","ja"]},
                 {"deity_id":"mazu","name":"天上聖母","poem_count":60,
                  "languages":["zh","en","ja"]}]}"""));
  }

  @Test
  void poemHasAllItsFields() {
    JsonNode poem = server.get("/api/v1/poems/guan_yu/40", TOKEN).ok();

    assertThat(Answer.names(poem))
        .contains("deity_id", "number", "title", "rank", "poem", "story", "themes");
    assertThat(poem.path("deity_id").asString()).isEqualTo("guan_yu");
    assertThat(poem.path("number").intValue()).isEqualTo(40);
    assertThat(poem.path("title").asString()).isEqualTo("漢光武陷昆陽");
    assertThat(poem.path("poem").valueStream().map(JsonNode::asString).toList())
        .hasSize(4)
        .contains("只聽耳邊消息到");
    assertThat(Answer.names(poem.path("themes"))).containsExactly("zh", "en", "ja");
  }

  @Test
  void everyPoemIsThereWithFourLines() {
    for (int number = 1; number <= 100; number++) {
      JsonNode poem = server.get("/api/v1/poems/guan_yu/" + number, TOKEN).ok();
      assertThat(poem.path("number").intValue()).isEqualTo(number);
      assertThat(poem.path("poem").size()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "forty", "+4", "４０", "1e1", "%20"})
  void numberThatIsNoneIsInvalid(String number) {
    Answer answer = server.get("/api/v1/poems/guan_yu/" + number, TOKEN);

    assertThat(answer.refusedAs(400, "invalid_request")).contains("'number'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"101", "2147483648", "99999999999999999999"})
  void numberBeyondTheRangeIsUnknownAndTheRangeNamed(String number) {
    Answer answer = server.get("/api/v1/poems/guan_yu/" + number, TOKEN);

    assertThat(answer.refusedAs(400, "unknown_poem")).contains("'number'", "100");
  }

  @Test
  void unknownDeityIsRefused() {
    server.get("/api/v1/poems/nobody/1", TOKEN).refusedAs(400, "unknown_deity");
    server.get(SEARCH + "?q=x&deity_id=nobody", TOKEN).refusedAs(400, "unknown_deity");
  }

  @Test
  void searchGivesPoemsBestFirst() {
    JsonNode results =
        server
            .get(SEARCH + "?q=%E5%8F%AA%E8%81%BD%E8%80%B3%E9%82%8A&deity_id=guan_yu", TOKEN)
            .ok()
            .path("results");

    assertThat(results.path(0).path("number").intValue()).isEqualTo(40);
    List<Double> scores = new ArrayList<>();
    results.forEach(result -> scores.add(result.path("score").doubleValue()));
    assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a)).hasSizeBetween(1, 10);
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(Answer.names(result))
                    .contains(
                        "score", "deity_id", "number", "title", "rank", "poem", "story", "themes"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "50, 50", "10, 10"})
  void limitBoundsTheResults(String limit, int most) {
    JsonNode answer = server.get(SEARCH + "?q=%E5%90%89&limit=" + limit, TOKEN).ok();

    assertThat(answer.path("results").size()).isBetween(1, most);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "51", "-1", "ten", "1.0", "", "99999999999"})
  void limitOutOfRangeIsInvalid(String limit) {
    Answer answer = server.get(SEARCH + "?q=x&limit=" + limit, TOKEN);

    assertThat(answer.refusedAs(400, "invalid_request")).contains("'limit'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?q=", "?q=%20%E3%80%80"})
  void searchForNothingIsInvalid(String query) {
    assertThat(server.get(SEARCH + query, TOKEN).refusedAs(400, "invalid_request")).contains("'q'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AND+OR+NOT", "%22", "a%3Ab%5B%7B%5C", "*", "%F0%9F%98%80", "%00"})
  void searchTakesAnyTextAsText(String query) {
    assertThat(server.get(SEARCH + "?q=" + query, TOKEN).ok().path("results").isArray()).isTrue();
  }
}
