package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Confidence;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exact JSON of the older clients' stream, which knows five kinds of event. */
class TraditionalDialectTest {
  private static final StreamRequest REQUEST =
      StreamRequest.forTask("t").dialect(Dialects.traditional());

  private final ManualStreams streams = ManualStreams.create();

  private static List<String> data(Client client) {
    return client.events().stream().map(Sent::data).toList();
  }

  @Test
  void aLateConnectionGetsTheStoryFromItsBeginning() {
    ProgressTracker task = streams.start();
    Stories.tell(task);

    Client client = streams.connect(REQUEST);

    assertThat(data(client))
        .startsWith(
            "{\"type\":\"status\",\"status\":\"queued\",\"progress\":0}",
            "{\"type\":\"progress\",\"status\":\"processing\",\"progress\":5}",
            "{\"type\":\"progress\",\"status\":\"analyzing_rag\",\"progress\":25}",
            "{\"type\":\"progress\",\"status\":\"analyzing_rag\",\"progress\":50}",
            "{\"type\":\"progress\",\"status\":\"generating_llm\",\"progress\":65}",
            "{\"type\":\"progress\",\"status\":\"generating_llm\",\"progress\":85}")
        .hasSize(7);
    assertThat(client.lastEvent().json())
        .isEqualTo(
            Sent.json(
                """
                {"type":"complete","result":{"response":"%s","confidence":70,
                 "confidence_method":"logprobs","processing_time_ms":0,"sources":[],
                 "model":null,"finish_reason":"stop"}}
                """
                    .formatted(Stories.ANSWER)));
  }

  @Test
  void aLiveConnectionGetsTheSame() {
    ProgressTracker task = streams.start();
    Client live = streams.connect(REQUEST);
    Stories.tell(task);

    assertThat(live.stream()).isEqualTo(streams.connect(REQUEST).stream());
    assertThat(live.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void ofFactsNothingIsSaid() {
    ProgressTracker task = streams.start();
    Client live = streams.connect(REQUEST);
    task.data("sources", Map.of("sources", List.of()));
    task.update(Stage.PROCESSING, 5, Message.text("begins"));

    assertThat(data(live))
        .containsExactly(
            "{\"type\":\"status\",\"status\":\"queued\",\"progress\":0}",
            "{\"type\":\"progress\",\"status\":\"processing\",\"progress\":5}");
    assertThat(live.lastEvent().id()).isEqualTo("e1-3");
  }

  @Test
  void stagesThatAreEnteredWithoutAnUpdateShowToo() {
    ProgressTracker task = streams.start();
    task.enter(Stage.PROCESSING).close();
    task.enter(Stage.ANALYZING_RAG).close();
    task.enter(Stage.GENERATING_LLM).close();
    task.complete(new TaskResult("", new Confidence(1, "m"), List.of(), null, null, null));

    assertThat(streams.connect(REQUEST).events())
        .extracting(event -> event.text("status"))
        .containsExactly("queued", "processing", "analyzing_rag", "generating_llm", "");
  }

  @Test
  void anErrorIsASentenceAndWhetherToRetry() {
    streams.start().fail(TaskFailure.of(FailureCode.RETRIEVAL_FAILED));

    assertThat(data(streams.connect(REQUEST)))
        .last()
        .isEqualTo(
            "{\"type\":\"error\",\"error\":\"The sources could not be looked up. Please try"
                + " again.\",\"retry_allowed\":true}");
  }

  @Test
  void aResyncIsToldInTheWordsTheseClientsKnow() {
    ProgressTracker task = streams.start();
    task.update(Stage.PROCESSING, 5, Message.text("a"));
    task.update(Stage.GENERATING_LLM, 65, Message.text("b"));
    task.update(Stage.GENERATING_LLM, 75, Message.text("c"));
    task.token("hidden");

    Client client = streams.connect(REQUEST.lastEventId("zzz"));

    assertThat(data(client))
        .containsExactly(
            "{\"type\":\"status\",\"status\":\"queued\",\"progress\":0}",
            "{\"type\":\"progress\",\"status\":\"processing\",\"progress\":5}",
            "{\"type\":\"progress\",\"status\":\"generating_llm\",\"progress\":75}");
    assertThat(client.events()).extracting(Sent::id).containsExactly(null, null, "e1-5");
  }

  @Test
  void aResyncAtTheEndShowsNoCompletedStage() {
    Stories.tell(streams.start());

    Client client = streams.connect(REQUEST.lastEventId("zzz"));

    assertThat(client.types())
        .containsExactly("status", "progress", "progress", "progress", "complete");
    assertThat(client.stream()).doesNotContain("\"completed\"");
  }

  @Test
  void aPingIsOnlyItsType() {
    streams.start();
    Client client = streams.connect(REQUEST);

    streams.advanceSeconds(30);

    assertThat(client.sink().lastWrite()).isEqualTo("data: {\"type\":\"ping\"}\n\n");
  }

  @Test
  void piecesOfTheAnswerAreNotShown() {
    ProgressTracker task = streams.start();
    Client live = streams.connect(REQUEST);
    int before = live.sink().writes();

    for (int i = 0; i < 200; i++) {
      task.token("x");
    }

    assertThat(live.sink().writes()).isEqualTo(before);
    assertThat(streams.connect(REQUEST).types()).containsExactly("status");
  }

  @Test
  void manyEventsThatAreNotShownDoNotHideTheNextThatIs() {
    ProgressTracker task = streams.start();
    for (int i = 0; i < 500; i++) {
      task.token("x");
    }
    task.update(Stage.GENERATING_LLM, 92, Message.text("done"));

    assertThat(streams.connect(REQUEST).types()).containsExactly("status", "progress");
  }
}
