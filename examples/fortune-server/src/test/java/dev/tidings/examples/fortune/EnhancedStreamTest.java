package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The whole enhanced stream of one question, event by event. */
class EnhancedStreamTest {
  private static final String TOKEN = Jwts.of("watcher");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static TestServer server;
  private static String task;
  private static List<Received> events;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    task = server.ask(TOKEN);
    events = storyOf(task);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Received> storyOf(String id) {
    try (SseClient stream = server.enhanced(id, TOKEN)) {
      return stream.awaitEnd();
    }
  }

  private static List<JsonNode> ofType(List<Received> story, String type) {
    return story.stream().map(Received::json).filter(e -> type(e).equals(type)).toList();
  }

  private static String type(JsonNode event) {
    return event.path("type").asString();
  }

  @Test
  void everyEventIsUnnamedAndHasTaskTimeAndConsecutiveIdsOfOneEpoch() {
    String epoch = String.valueOf(events.get(0).id()).replaceFirst("-1$", "");
    for (int i = 0; i < events.size(); i++) {
      Received event = events.get(i);
      assertThat(event.name()).isNull();
      String end = i == events.size() - 1 ? "e" : "";
      assertThat(event.id()).isEqualTo(epoch + "-" + (i + 1) + end);
      assertThat(event.json().path("task_id").asString()).isEqualTo(task);
      assertThat(event.json().path("timestamp").asString()).matches(TIME);
    }
    assertThat(epoch).matches("[A-Za-z0-9]{1,32}");
    assertThat(events).extracting(e -> e.json().path("timestamp").asString()).isSorted();
  }

  @Test
  void firstEventSaysThatTheQuestionIsQueued() {
    JsonNode first = events.get(0).json();

    assertThat(Answer.names(first))
        .containsExactlyInAnyOrder(
            "type", "task_id", "timestamp", "status", "progress", "task_info");
    assertThat(type(first)).isEqualTo("enhanced_status");
    assertThat(first.path("status").asString()).isEqualTo("queued");
    assertThat(first.path("progress").intValue()).isZero();
    JsonNode info = first.path("task_info");
    assertThat(Answer.names(info))
        .containsExactlyInAnyOrder(
            "deity_id", "fortune_number", "language", "streaming_enabled", "created_at");
    assertThat(info.path("deity_id").asString()).isEqualTo("guan_yu");
    assertThat(info.path("fortune_number").isIntegralNumber()).isTrue();
    assertThat(info.path("fortune_number").intValue()).isEqualTo(40);
    assertThat(info.path("language").asString()).isEqualTo("zh");
    assertThat(info.path("streaming_enabled").booleanValue()).isTrue();
    assertThat(info.path("created_at").asString()).matches(TIME);
  }

  @Test
  void sourcesAreToldWhenTheyAreFoundAsTheResultHasThem() {
    List<JsonNode> facts = ofType(events, "enhanced_data");

    assertThat(facts).hasSize(1);
    JsonNode found = facts.get(0);
    assertThat(Answer.names(found))
        .containsExactly("type", "task_id", "timestamp", "stage", "name", "data");
    assertThat(found.path("stage").asString()).isEqualTo("analyzing_rag");
    assertThat(found.path("name").asString()).isEqualTo("sources");
    assertThat(found.path("data").path("sources"))
        .isEqualTo(events.get(events.size() - 1).json().path("result").path("sources"));
    List<String> messages =
        events.stream().map(e -> e.json().path("message_key").asString("")).toList();
    int place = events.stream().map(Received::json).toList().indexOf(found);
    assertThat(messages.get(place - 1)).isEqualTo("rag.found");
    assertThat(messages.get(place + 1)).isEqualTo("llm.sent");
  }

  @Test
  void stepsAreThoseOfTheContractInOrder() {
    List<String> steps =
        ofType(events, "enhanced_progress").stream()
            .filter(e -> !e.path("message").asString().equals("生成個人化建議..."))
            .map(EnhancedStreamTest::step)
            .toList();

    assertThat(steps)
        .containsExactly(
            "processing 5 初始化處理流程...",
            "analyzing_rag 25 正在映射神明識別碼...",
            "analyzing_rag 35 正在查找 GuanYu 籤詩...",
            "analyzing_rag 45 正在檢索第 40 籤...",
            "analyzing_rag 50 成功找到 GuanYu 籤詩",
            "generating_llm 65 正在分析籤詩內容...",
            "generating_llm 75 結合傳統智慧與現代解釋...",
            "generating_llm 92 完成解釋生成...",
            "completed 100 解釋生成完成！");
  }

  private static String step(JsonNode e) {
    return e.path("stage").asString()
        + " "
        + e.path("progress").intValue()
        + " "
        + e.path("message").asString();
  }

  @Test
  void writingRisesBetween76And91() {
    List<JsonNode> writing =
        ofType(events, "enhanced_progress").stream()
            .filter(e -> e.path("message").asString().equals("生成個人化建議..."))
            .toList();

    assertThat(writing).extracting(e -> e.path("progress").intValue()).isSorted();
    assertThat(writing)
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e.path("stage").asString()).isEqualTo("generating_llm");
              assertThat(e.path("progress").intValue()).isBetween(76, 91);
            });
  }

  @Test
  void progressEventsHaveTheirFieldsAndNumbers() {
    List<JsonNode> progress = ofType(events, "enhanced_progress");
    for (int i = 0; i < progress.size(); i++) {
      assertThat(Answer.names(progress.get(i)))
          .contains("stage", "progress", "message", "message_key", "update_number")
          .isSubsetOf(
              "type",
              "task_id",
              "timestamp",
              "stage",
              "progress",
              "message",
              "message_key",
              "eta_ms",
              "update_number");
      assertThat(progress.get(i).path("update_number").intValue()).isEqualTo(i + 1);
    }
    assertThat(progress).extracting(e -> e.path("progress").intValue()).isSorted();
  }

  @Test
  void textsJoinToTheResponseEachAtItsOffset() {
    StringBuilder answer = new StringBuilder();
    for (JsonNode text : ofType(events, "enhanced_token")) {
      assertThat(Answer.names(text))
          .containsExactlyInAnyOrder("type", "task_id", "timestamp", "stage", "text", "offset");
      assertThat(text.path("stage").asString()).isEqualTo("generating_llm");
      assertThat(text.path("offset").intValue()).isEqualTo(answer.length());
      answer.append(text.path("text").asString());
    }

    assertThat(answer.toString()).isEqualTo(result().path("response").asString()).contains("漢光武");
  }

  private static JsonNode result() {
    return events.get(events.size() - 1).json().path("result");
  }

  @Test
  void completionIsTheLastEventRightAfter100AndTheOnlyTerminal() {
    Received last = events.get(events.size() - 1);
    assertThat(last.type()).isEqualTo("enhanced_complete");
    assertThat(events.get(events.size() - 2).json().path("progress").intValue()).isEqualTo(100);
    assertThat(events)
        .filteredOn(e -> Set.of("enhanced_complete", "enhanced_error").contains(e.type()))
        .hasSize(1);
  }

  @Test
  void resultSaysHowSureOnWhatItRestsAndHowLongItTook() {
    JsonNode result = result();
    assertThat(Answer.names(result))
        .contains(
            "response",
            "confidence",
            "confidence_method",
            "processing_time_ms",
            "sources",
            "model",
            "finish_reason");
    assertThat(result.path("confidence").isIntegralNumber()).isTrue();
    assertThat(result.path("confidence").intValue()).isBetween(0, 100);
    assertThat(result.path("confidence_method").asString()).isEqualTo("retrieval_match");
    assertThat(result.path("processing_time_ms").isIntegralNumber()).isTrue();
    assertThat(result.path("model").asString()).isEqualTo("offline-interpreter");
    assertThat(result.path("finish_reason").asString()).isEqualTo("stop");
    JsonNode source = result.path("sources").path(0);
    assertThat(result.path("sources").size()).isEqualTo(1);
    assertThat(source.path("deity_id").asString()).isEqualTo("guan_yu");
    assertThat(source.path("fortune_number").intValue()).isEqualTo(40);
    assertThat(source.path("title").asString()).isEqualTo("漢光武陷昆陽");
  }

  @Test
  void summaryNamesTheFourStagesAndTheirTimes() {
    JsonNode summary = events.get(events.size() - 1).json().path("summary");

    assertThat(summary.path("stages_completed"))
        .isEqualTo(
            Answer.parse("[\"processing\",\"analyzing_rag\",\"generating_llm\",\"completed\"]"));
    assertThat(Answer.names(summary.path("stage_durations_ms")))
        .contains("processing", "analyzing_rag", "generating_llm");
    assertThat(summary.path("total_processing_time").longValue())
        .isGreaterThanOrEqualTo(result().path("processing_time_ms").longValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ja"})
  void otherLanguagesHaveWordsOfTheirOwnForTheSameSteps(String language) {
    List<Received> other = storyOf(server.ask(TOKEN, TestServer.question(language)));

    Map<String, Set<String>> mine = wordsByKey(events);
    Map<String, Set<String>> theirs = wordsByKey(other);
    assertThat(theirs.keySet()).isEqualTo(mine.keySet());
    theirs.forEach(
        (key, words) ->
            assertThat(words).doesNotContainAnyElementsOf(mine.getOrDefault(key, Set.of())));
    assertThat(other.get(0).json().path("task_info").path("language").asString())
        .isEqualTo(language);
  }

  private static Map<String, Set<String>> wordsByKey(List<Received> story) {
    return ofType(story, "enhanced_progress").stream()
        .collect(
            Collectors.groupingBy(
                e -> e.path("message_key").asString(),
                Collectors.mapping(e -> e.path("message").asString(), Collectors.toSet())));
  }

  @Test
  void withoutStreamingThereIsNoTextButTheSameStepsAndResult() {
    String body = TestServer.question("zh", TestServer.QUESTION, false);
    JsonNode asked = server.post(TestServer.STREAMING + "/ask-question", TOKEN, body).ok();
    assertThat(asked.path("streaming_enabled").booleanValue()).isFalse();

    List<Received> story = storyOf(asked.path("task_id").asString());

    assertThat(ofType(story, "enhanced_token")).isEmpty();
    assertThat(wordsByKey(story)).isEqualTo(wordsByKey(events));
    assertThat(story.get(story.size() - 1).json().path("result").path("response"))
        .isEqualTo(result().path("response"));
    assertThat(story.get(0).json().path("task_info").path("streaming_enabled").booleanValue())
        .isFalse();
  }

  @Test
  void parallelConnectionsOfBothKindsSeeTheSameStory() {
    String id = server.ask(TOKEN);
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(server.enhanced(id, TOKEN));
    }
    Set<List<String>> stories = new HashSet<>();
    for (SseClient client : clients) {
      stories.add(client.awaitEnd().stream().map(Received::content).toList());
      client.close();
    }
    stories.add(storyOf(id).stream().map(Received::content).toList());

    assertThat(stories).hasSize(1);
  }
}
