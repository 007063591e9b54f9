package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.stream.StreamRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exact JSON of each event of the enhanced stream. */
class EnhancedDialectTest {
  private final ManualStreams streams = ManualStreams.create();

  private static Task question() {
    return Task.create("t")
        .locale(Locale.TRADITIONAL_CHINESE)
        .attribute("deity_id", "guan_yu")
        .attribute("fortune_number", 40)
        .attribute("streaming_enabled", true);
  }

  private void assertLast(Client client, String expected) {
    assertThat(client.lastEvent().json()).isEqualTo(Sent.json(expected));
  }

  @Test
  void theFirstEventSaysWhatWasAsked() {
    streams.advance(Duration.ofMillis(7));
    streams.hub().start(question());

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_status","task_id":"t","timestamp":"2024-01-15T10:30:00.007Z",
         "status":"queued","progress":0,
         "task_info":{"deity_id":"guan_yu","fortune_number":40,"streaming_enabled":true,
           "language":"zh","created_at":"2024-01-15T10:30:00.007Z"}}
        """);
  }

  @Test
  void theHostsOwnAttributesCount() {
    streams
        .hub()
        .start(
            Task.create("t")
                .attribute("language", "zh-Hant")
                .attribute("long", 1L << 40)
                .attribute("double", 0.5)
                .attribute("created_at", "on Monday"));

    assertThat(streams.connect().lastEvent().json().path("task_info"))
        .isEqualTo(
            Sent.json(
                """
                {"language":"zh-Hant","long":1099511627776,"double":0.5,
                 "created_at":"on Monday"}
                """));
  }

  @Test
  void privateAttributesAreNotSaidInAnyDialectAtAnyPlace() {
    ProgressTracker task =
        streams.hub().start(question().privateAttribute("plan", "gold_for_itself"));
    Client live = streams.connect();
    task.update(Stage.PROCESSING, 5, Message.text("begins"));
    task.complete(TaskResult.of("done"));

    assertThat(task.view().task().privateAttributes()).containsEntry("plan", "gold_for_itself");
    assertThat(live.stream()).contains("guan_yu").doesNotContain("plan", "gold");
    for (Spoken spoken : Spoken.values()) {
      for (String id : new String[] {"lost", "e1-1"}) {
        StreamRequest again = StreamRequest.forTask("t").dialect(spoken.dialect()).lastEventId(id);
        assertThat(streams.connect(again).stream()).doesNotContain("plan", "gold");
      }
    }
  }

  @Test
  void aFactSaysWhatTheHostTold() {
    ProgressTracker task = streams.hub().start(question());
    task.update(Stage.ANALYZING_RAG, 25, Message.text("looks"));
    streams.advance(Duration.ofMillis(120));
    task.data(
        "sources",
        Map.of("sources", List.of(Map.of("title", "第四十籤", "score", 0.5), true, 1L << 40)));

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_data","task_id":"t","timestamp":"2024-01-15T10:30:00.120Z",
         "stage":"analyzing_rag","name":"sources",
         "data":{"sources":[{"title":"第四十籤","score":0.5},true,1099511627776]}}
        """);
  }

  @Test
  void aStateHasTheNewestFactsByName() {
    ProgressTracker task = streams.hub().start(question());
    task.data("attempt", Map.of("attempt", 1));
    task.data("attempt", Map.of("attempt", 2));
    task.data("sources", Map.of("sources", List.of()));

    Client lost = streams.connect(StreamRequest.forTask("t").lastEventId("e1-99"));

    assertThat(lost.lastEvent().json().path("data"))
        .isEqualTo(Sent.json("{\"attempt\":{\"attempt\":2},\"sources\":{\"sources\":[]}}"));
    assertThat(lost.types()).containsExactly("enhanced_status");
  }

  @Test
  void progressWithAKeyIsRenderedInTheTasksLanguage() {
    ProgressTracker task = streams.hub().start(question());
    streams.advance(Duration.ofMillis(120));
    task.update(Stage.PROCESSING, 5, Message.of("rag.started"));

    String rendered = task.view().render(Message.of("rag.started"));
    assertThat(rendered).isNotEqualTo("Starting...");
    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_progress","task_id":"t","timestamp":"2024-01-15T10:30:00.120Z",
         "stage":"processing","progress":5,"message":"%s","message_key":"rag.started",
         "update_number":1}
        """
            .formatted(rendered));
  }

  @Test
  void progressWithPlainTextHasNoKey() {
    ProgressTracker task = streams.start();
    task.update(Stage.ANALYZING_RAG, 25, Message.text("25 of 100"));
    task.note(Message.text("still there"));

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_progress","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
         "stage":"analyzing_rag","progress":25,"message":"still there","message_key":null,
         "update_number":2}
        """);
  }

  @Test
  void progressHasATimeLeftOnceRunsHaveTaughtIt() {
    for (int run = 0; run < 5; run++) {
      ProgressTracker past = streams.start("past" + run);
      past.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
      streams.advance(Duration.ofSeconds(4));
      past.complete(TaskResult.of(""));
    }
    ProgressTracker task = streams.start();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));

    assertThat(streams.connect().lastEvent().json().path("eta_ms")).isEqualTo(Sent.json("4000"));
  }

  @Test
  void aPieceOfTheAnswerSaysWhereItBelongs() {
    ProgressTracker task = streams.start();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    task.token("根據𝄞");
    task.token("籤詩");

    assertLast(
        streams.connect(),
        """
        {"type":"enhanced_token","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
         "stage":"generating_llm","text":"籤詩","offset":4}
        """);
  }

  @Test
  void aResyncHasTheStateAndTheWholeTextSoFar() {
    ProgressTracker task = streams.start();
    task.update(Stage.GENERATING_LLM, 65, Message.of("llm.writing"));
    task.token("根據");
    task.token("籤詩");
    streams.advance(Duration.ofMillis(5));

    Client client = streams.connect(StreamRequest.forTask("t").lastEventId("other"));

    assertThat(client.lastEvent().id()).isEqualTo("e1-4");
    assertLast(
        client,
        """
        {"type":"enhanced_status","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
         "status":"generating_llm","progress":65,"message":"Writing the answer...",
         "task_info":{"language":"en","created_at":"2024-01-15T10:30:00.000Z"},
         "text":"根據籤詩","resync":true}
        """);
  }

  @Test
  void aPingSaysWhatTheWorkDoes() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    streams.advanceSeconds(3);
    task.update(Stage.PROCESSING, 5, Message.text("begins"));
    streams.advanceSeconds(12);

    Sent ping = client.lastEvent();
    long alive = ping.json().path("connection_alive_seconds").asLong();
    assertThat(alive).isBetween(14L, 15L);
    assertLast(
        client,
        """
        {"type":"enhanced_ping","timestamp":"2024-01-15T10:30:%d.000Z",
         "connection_alive_seconds":%d,"stage":"processing","silent_ms":%d}
        """
            .formatted(alive, alive, (alive - 3) * 1_000));
  }

  @Test
  void noEventHasANameSoThatOnmessageGetsIt() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    task.token("x");
    streams.advanceSeconds(15);
    task.complete(TaskResult.of("x"));

    assertThat(client.events()).extracting(Sent::name).containsOnlyNulls();
    assertThat(client.stream()).doesNotContain("event:");
  }
}
