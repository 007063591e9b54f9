package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the place that a client comes back to is not known, a snapshot takes its place. */
class ResyncTest {
  private final ManualStreams streams = ManualStreams.create();

  private static Client resume(ManualStreams streams, String id) {
    return streams.connect(StreamRequest.forTask("t").lastEventId(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e2-3",
        "e1-99",
        "e1-",
        "-1",
        "e1--1",
        "7",
        "e1-x",
        "e1-1-1",
        "e1-9999999999999999999",
        "e1 1",
        "\u7C64",
        "e1-\u0661",
        "E1-1",
        "e1-03"
      })
  void anIdThatIsNotOneOfThisTaskIsAnsweredWithTheWholeStateThenTheRest(String id) {
    ProgressTracker task = streams.start();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    task.token("根據");

    Client client = resume(streams, id);
    task.token("籤詩");
    task.complete(TaskResult.of("根據籤詩"));

    List<Sent> events = client.events();
    assertThat(client.types())
        .containsExactly(
            "enhanced_status", "enhanced_token", "enhanced_progress", "enhanced_complete");
    assertThat(events.get(0).json().path("resync").asBoolean()).isTrue();
    assertThat(events).extracting(Sent::id).containsExactly("e1-3", "e1-4", "e1-5", "e1-6e");
    assertThat(client.answer()).isEqualTo("根據籤詩");
    assertThat(streams.observer().calls()).contains("resynced");
  }

  @Test
  void afterTheEndTheStateIsFollowedByTheTerminalEvent() {
    Stories.tell(streams.start());

    Client client = resume(streams, "lost");

    assertThat(client.types()).containsExactly("enhanced_status", "enhanced_complete");
    assertThat(client.events().get(0).text("text")).isEqualTo(Stories.ANSWER);
    assertThat(client.events().get(0).sequence() + 1).isEqualTo(client.lastEvent().sequence());
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void theIdOfAResyncIsAPlaceToResumeFrom() {
    ProgressTracker task = streams.start();
    task.token("a");
    String id = String.valueOf(resume(streams, "lost").lastEvent().id());
    task.token("b");

    assertThat(resume(streams, id).types()).containsExactly("enhanced_token");
  }

  @Test
  void aResyncIsWrittenForEachClientByItself() {
    ProgressTracker task = streams.start();
    task.token("a");
    Client first = resume(streams, "lost");
    Client second = resume(streams, "lost");
    task.token("b");

    assertThat(List.of(first.answer(), second.answer())).containsExactly("ab", "ab");
    assertThat(streams.connect().answer()).isEqualTo("ab");
  }

  /** The bound forces texts to be joined and replaced progress to be dropped. */
  @Test
  void whereverAClientLeftABoundedLogItsTextIsWholeWhenItComesBack() {
    ManualStreams bounded =
        ManualStreams.create(Runnable::run, hub -> hub.retainedBytes(4096), transport -> {});
    ProgressTracker task = bounded.start();
    Client live = bounded.connect();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    for (int i = 0; i < 400; i++) {
      task.token("p" + i + ' ');
      if (i % 5 == 0) {
        task.update(Stage.GENERATING_LLM, 65 + i / 16, Message.text("step " + i));
      }
    }
    String answer = live.answer();
    task.complete(TaskResult.of(answer));
    List<Sent> seen = live.events();

    int resyncs = 0;
    for (int last = 0; last < seen.size() - 1; last++) {
      Client back = resume(bounded, String.valueOf(seen.get(last).id()));
      List<Sent> events = back.events();
      boolean resync = events.get(0).json().path("resync").asBoolean(false);
      resyncs += resync ? 1 : 0;
      assertThat(resync ? back.answer() : Client.answer(seen.subList(0, last + 1)) + texts(events))
          .isEqualTo(answer);
      assertThat(events).extracting(Sent::sequence).isSorted().doesNotHaveDuplicates();
      assertThat(back.types()).endsWith("enhanced_complete").containsOnlyOnce("enhanced_complete");
    }
    assertThat(resyncs).isBetween(1, seen.size() - 10);
    assertThat(bounded.connect().answer()).isEqualTo(answer);
  }

  private static String texts(List<Sent> events) {
    StringBuilder all = new StringBuilder();
    events.forEach(
        event -> all.append(event.type().equals("enhanced_token") ? event.text("text") : ""));
    return all.toString();
  }

  @Test
  void aSlowClientOfALogAtItsBoundIsToldTheWholeTextAndNeverAResync() {
    ManualStreams bounded =
        ManualStreams.create(Runnable::run, hub -> hub.retainedBytes(4096), transport -> {});
    ProgressTracker task = bounded.start();
    Client slow = bounded.connectSlow();
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    for (int i = 0; i < 300; i++) {
      task.token("p" + i + ' ');
      task.note(Message.text("note " + i));
    }
    String answer = bounded.connect().answer();
    slow.sink().takeAll();

    assertThat(slow.types()).containsOnlyOnce("enhanced_status");
    assertThat(slow.answer()).isEqualTo(answer);
    assertThat(bounded.observer().calls()).doesNotContain("resynced");
  }

  @Test
  void theStateIsToldInTheTasksLanguage() {
    ProgressTracker task = streams.hub().start(Task.create("t").locale(Locale.JAPANESE));
    task.update(Stage.PROCESSING, 5, Message.of("rag.started"));

    assertThat(resume(streams, "lost").lastEvent().text("message"))
        .isEqualTo(task.view().render(Message.of("rag.started")))
        .isNotEqualTo("Starting...");
  }

  @Test
  void whoIsToldNoTextGoesOnAtEveryIdHoweverTextsWereJoined() {
    ManualStreams bounded =
        ManualStreams.create(Runnable::run, hub -> hub.retainedBytes(4096), transport -> {});
    ProgressTracker task = bounded.start();
    StreamRequest request = StreamRequest.forTask("t").dialect(Dialects.traditional());
    Client live = bounded.connect(request);
    for (int i = 0; i < 200; i++) {
      task.update(Stage.GENERATING_LLM, 65 + i / 10, Message.text("writes"));
      task.token("piece " + i);
    }
    List<Sent> late = bounded.connect(request).events();
    assertThat(late).hasSizeLessThan(live.events().size());

    for (Sent event : live.events()) {
      Client back = bounded.connect(request.lastEventId(String.valueOf(event.id())));
      assertThat(back.events())
          .isEqualTo(late.stream().filter(e -> e.sequence() > event.sequence()).toList());
    }
    assertThat(bounded.observer().calls()).doesNotContain("resynced");
  }
}
