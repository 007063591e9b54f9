package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a client gets that comes late or comes back. */
class ResumeTest {
  private static final String TOKEN = Jwts.of("returner");
  private static TestServer server;
  private static String task;
  private static List<Received> story;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    task = server.ask(TOKEN);
    story = endOf(server.enhanced(task, TOKEN));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Received> endOf(SseClient client) {
    try (client) {
      return client.awaitEnd();
    }
  }

  private static int statusOf(SseClient client) {
    try (client) {
      return client.status();
    }
  }

  private static List<String> contents(List<Received> events) {
    return events.stream().map(Received::content).toList();
  }

  private static String id(Received event) {
    return String.valueOf(event.id());
  }

  private static SseClient openWithParameter(String taskId, String lastEventId) {
    return SseClient.open(
        server.at(
            TestServer.STREAMING
                + "/sse/"
                + taskId
                + "?token="
                + TOKEN
                + "&last_event_id="
                + lastEventId));
  }

  @Test
  void fromEveryIdExactlyTheMissingEventsFollow() {
    for (int i = 0; i < story.size() - 1; i++) {
      List<String> missing = contents(story.subList(i + 1, story.size()));

      assertThat(contents(endOf(server.enhancedAfter(id(story.get(i)), task, TOKEN))))
          .isEqualTo(missing);
      assertThat(contents(endOf(openWithParameter(task, id(story.get(i)))))).isEqualTo(missing);
    }
  }

  @Test
  void traditionalStreamGoesOnFromEachOfItsIdsToo() {
    List<Received> all = endOf(server.traditional(task, TOKEN));
    for (int i = 0; i < all.size() - 1; i++) {
      SseClient again =
          SseClient.open(
              server.at(TestServer.ASYNC + "/sse/" + task),
              "Authorization",
              "Bearer " + TOKEN,
              "Last-Event-ID",
              id(all.get(i)));
      assertThat(contents(endOf(again))).isEqualTo(contents(all.subList(i + 1, all.size())));
    }
  }

  @Test
  void terminalIdGets204WithoutABody() {
    String last = id(story.get(story.size() - 1));

    assertThat(statusOf(server.enhancedAfter(last, task, TOKEN))).isEqualTo(204);
    assertThat(statusOf(openWithParameter(task, last))).isEqualTo(204);
    Answer answer =
        server.get(
            TestServer.ASYNC + "/sse/" + task + "?last_event_id=" + last + "&token=" + TOKEN, null);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void lateConnectionGetsTheWholeStory() {
    assertThat(contents(endOf(server.enhanced(task, TOKEN)))).isEqualTo(contents(story));
  }

  @Test
  void connectionCutInTheMiddleOfTheWorkLosesNothing() {
    try (FakeModel model = new FakeModel();
        TestServer live = TestServer.asking(model)) {
      String id = live.ask(TOKEN);
      FakeModel.Exchange answer = model.next().begin();
      SseClient first = live.enhanced(id, TOKEN);
      answer.word("只聽");
      first.awaitType("enhanced_token");
      first.close();
      List<Received> before = first.seen();

      answer.word("耳邊");
      try (SseClient second = live.enhancedAfter(id(before.get(before.size() - 1)), id, TOKEN)) {
        second.await(e -> e.json().path("text").asString("").contains("邊"));
        answer.word("消息到").finish("stop");

        List<String> seen = new java.util.ArrayList<>(contents(before));
        seen.addAll(contents(second.awaitEnd()));
        assertThat(seen).isEqualTo(contents(endOf(live.enhanced(id, TOKEN))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "otherepoch-3",
        "-",
        "1",
        "x-1-2",
        "a b",
        "<x>",
        "x-9999999999999999999"
      })
  void idThatIsNotOneOfOursGetsTheWholeTextAgain(String lastEventId) {
    List<Received> events = endOf(server.enhancedAfter(lastEventId, task, TOKEN));

    assertThat(events)
        .extracting(Received::type)
        .containsExactly("enhanced_status", "enhanced_complete");
    JsonNode resync = events.get(0).json();
    assertThat(resync.path("resync").booleanValue()).isTrue();
    assertThat(resync.path("progress").intValue()).isEqualTo(100);
    assertThat(resync.path("text").asString())
        .isEqualTo(events.get(1).json().path("result").path("response").asString());
    assertThat(resync.path("task_info").path("deity_id").asString()).isEqualTo("guan_yu");
    assertThat(events.get(0).id()).isEqualTo(id(story.get(story.size() - 2)));
    assertThat(events.get(1).content()).isEqualTo(story.get(story.size() - 1).content());
  }

  @Test
  void idFromTheFutureOfThisTaskIsNotOneOfOurs() {
    String beyond = id(story.get(0)).replaceFirst("-1$", "-" + (story.size() + 1));

    assertThat(
            endOf(server.enhancedAfter(beyond, task, TOKEN))
                .get(0)
                .json()
                .path("resync")
                .booleanValue())
        .isTrue();
  }

  @Test
  void resyncInTheMiddleOfTheWorkIsFollowedByWhatIsLive() {
    try (FakeModel model = new FakeModel();
        TestServer live = TestServer.asking(model)) {
      String id = live.ask(TOKEN);
      FakeModel.Exchange answer = model.next().begin().word("只聽");
      try (SseClient ready = live.enhanced(id, TOKEN)) {
        ready.awaitType("enhanced_token");
      }
      try (SseClient late = live.enhancedAfter("elsewhere-7", id, TOKEN)) {
        JsonNode resync = late.awaitType("enhanced_status").json();
        answer.word("耳邊").finish("stop");

        assertThat(resync.path("resync").booleanValue()).isTrue();
        assertThat(resync.path("text").asString()).isEqualTo("只聽");
        assertThat(resync.path("status").asString()).isEqualTo("generating_llm");
        assertThat(resync.path("progress").intValue()).isBetween(75, 91);
        JsonNode next = late.awaitType("enhanced_token").json();
        assertThat(next.path("text").asString()).isEqualTo("耳邊");
        assertThat(next.path("offset").intValue()).isEqualTo(2);
        assertThat(late.awaitEnd())
            .last()
            .extracting(Received::type)
            .isEqualTo("enhanced_complete");
      }
    }
  }

  @Test
  void taskOfAnotherRunIsLostOnceAndThenThereIsNothingMore() {
    List<Received> events =
        endOf(server.enhancedAfter("formerrun-12", "task_of_former_run", TOKEN));

    assertThat(events).hasSize(1);
    JsonNode lost = events.get(0).json();
    assertThat(lost.path("type").asString()).isEqualTo("enhanced_error");
    assertThat(lost.path("code").asString()).isEqualTo("task_lost");
    assertThat(lost.path("task_id").asString()).isEqualTo("task_of_former_run");
    assertThat(lost.path("retryable").booleanValue()).isTrue();
    assertThat(lost.path("retry_allowed").booleanValue()).isTrue();
    assertThat(lost.path("error").asString()).isNotBlank();
    assertThat(events.get(0).id()).matches("[A-Za-z0-9]+-2e");
    assertThat(statusOf(server.enhancedAfter(id(events.get(0)), "task_of_former_run", TOKEN)))
        .isEqualTo(204);
  }

  @Test
  void taskOfAnotherRunIsLostForTraditionalClientsInTheirWords() {
    SseClient client =
        SseClient.open(
            server.at(TestServer.ASYNC + "/sse/task_of_former_run"),
            "Authorization",
            "Bearer " + TOKEN,
            "Last-Event-ID",
            "formerrun-12");

    JsonNode error = endOf(client).get(0).json();

    assertThat(Answer.names(error)).containsExactly("type", "error", "retry_allowed");
    assertThat(error.path("retry_allowed").booleanValue()).isTrue();
  }

  @Test
  void anIdThatIsAnEndHasNothingMoreWhicheverTaskAndServerItIsOf() {
    for (String end : List.of("formerrun-12e", id(story.get(story.size() - 1)))) {
      assertThat(statusOf(server.enhancedAfter(end, "task_nobody_knows", TOKEN))).isEqualTo(204);
    }
  }

  @Test
  void whoComesBackForAnUnknownTaskIsToldThatItIsLostWhateverTheId() {
    String ours = id(story.get(0)).replaceFirst("-1$", "-5");
    for (String id : List.of(ours, "garbage")) {
      List<Received> events = endOf(server.enhancedAfter(id, "task_nobody_knows", TOKEN));

      assertThat(events).hasSize(1);
      assertThat(events.get(0).json().path("code").asString()).isEqualTo("task_lost");
    }
  }

  @Test
  void forgottenTaskIsUnknownAndWhoHadItsEndHasNothingMore() {
    try (TestServer forgetful = TestServer.start("TIDINGS_RETENTION_SECONDS", "1")) {
      String id = forgetful.ask(TOKEN);
      List<Received> events = endOf(forgetful.enhanced(id, TOKEN));
      String progress = TestServer.STREAMING + "/progress/" + id;
      long bound = System.nanoTime() + 10_000_000_000L;
      Answer answer = forgetful.get(progress, TOKEN);
      while (answer.status() == 200 && System.nanoTime() < bound) {
        answer = forgetful.get(progress, TOKEN);
      }

      answer.refusedAs(404, "unknown_task");
      assertThat(statusOf(forgetful.enhanced(id, TOKEN))).isEqualTo(404);
      String end = id(events.get(events.size() - 1));
      assertThat(end).endsWith("e");
      assertThat(statusOf(forgetful.enhancedAfter(end, id, TOKEN))).isEqualTo(204);
    }
  }
}
