package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Confidence;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.sse.testing.Texts;
import dev.tidings.stream.StreamRequest;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;

/** Whatever text goes in comes out of a client's parsers. */
class JsonTextTest {
  @Property(tries = 200)
  void piecesOfAnswersComeOutWhole(@ForAll List<@From(supplier = Texts.class) String> pieces) {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    Client live = streams.connect();
    pieces.forEach(task::token);
    task.complete(TaskResult.of(String.join("", pieces)));

    String whole = String.join("", pieces);
    assertThat(live.answer()).isEqualTo(whole);
    assertThat(live.lastEvent().json().at("/result/response").asString()).isEqualTo(whole);
    assertThat(streams.connect().stream()).isEqualTo(live.stream());
  }

  @Property(tries = 200)
  void noPieceEndsInsideASurrogatePair(@ForAll List<@From(supplier = Texts.class) String> pieces) {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    pieces.forEach(task::token);
    task.complete(TaskResult.of(""));

    String whole = String.join("", pieces);
    for (Sent event : streams.connect().events()) {
      int end = event.json().path("offset").asInt(0) + event.text("text").length();
      if (end > 0 && end < whole.length()) {
        assertThat(Character.isSurrogatePair(whole.charAt(end - 1), whole.charAt(end))).isFalse();
      }
    }
  }

  @Property(tries = 200)
  void messagesComeOutWhole(@ForAll(supplier = Texts.class) String text) {
    ManualStreams streams = ManualStreams.create();
    String message = text.substring(0, Math.min(text.length(), Message.MAX_TEXT));
    ProgressTracker task = streams.start();
    task.update(Stage.PROCESSING, 5, Message.text(message));

    assertThat(streams.connect().lastEvent().text("message")).isEqualTo(message);
  }

  /** Names have a limit. */
  private static String shortened(String name) {
    return wellFormed(name.substring(0, Math.min(name.length(), 90)));
  }

  @Property(tries = 200)
  void attributesComeOutWhole(
      @ForAll(supplier = Texts.class) String name, @ForAll(supplier = Texts.class) String value) {
    ManualStreams streams = ManualStreams.create();
    String key = "a" + shortened(wellFormed(name));
    streams.hub().start(Task.create("t").attribute(key, value));

    JsonNode info = streams.connect().lastEvent().json().path("task_info");
    assertThat(info.path(key).asString()).isEqualTo(value);
  }

  @Property(tries = 200)
  void factsComeOutWholeLiveAndInAState(
      @ForAll(supplier = Texts.class) String name, @ForAll(supplier = Texts.class) String value) {
    ManualStreams streams = ManualStreams.create();
    String key = "a" + shortened(wellFormed(name));
    String text = value.substring(0, Math.min(value.length(), 2_000));
    ProgressTracker task = streams.start();
    task.data("fact", Map.of(key, List.of(text, Map.of(key, text))));

    for (JsonNode data :
        List.of(
            streams.connect().lastEvent().json().path("data"),
            streams
                .connect(StreamRequest.forTask("t").lastEventId("lost"))
                .lastEvent()
                .json()
                .at("/data/fact"))) {
      assertThat(data.path(key).path(0).asString()).isEqualTo(text);
      assertThat(data.path(key).path(1).path(key).asString()).isEqualTo(text);
    }
  }

  @Property(tries = 200)
  void resultsComeOutWholeInBothFormats(
      @ForAll(supplier = Texts.class) String response,
      @ForAll(supplier = Texts.class) String title,
      @ForAll(supplier = Texts.class) String model) {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    String key = "x" + shortened(wellFormed(title));
    task.complete(
        new TaskResult(
            response,
            new Confidence(50, title),
            List.of(new Source(title, null, Map.of(key, model))),
            model,
            title,
            null));

    for (Spoken spoken : Spoken.values()) {
      Client client = streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect()));
      JsonNode result = client.lastEvent().json().path("result");
      assertThat(result.path("response").asString()).isEqualTo(response);
      assertThat(result.path("confidence_method").asString()).isEqualTo(title);
      assertThat(result.path("model").asString()).isEqualTo(model);
      assertThat(result.path("finish_reason").asString()).isEqualTo(title);
      assertThat(result.at("/sources/0").path("title").asString()).isEqualTo(title);
      assertThat(result.at("/sources/0").path(key).asString()).isEqualTo(model);
    }
  }

  @Property(tries = 200)
  void failuresComeOutWholeInBothDialects(
      @ForAll(supplier = Texts.class) String sentence,
      @ForAll(supplier = Texts.class) String partial) {
    ManualStreams streams = ManualStreams.create();
    String error = sentence.substring(0, Math.min(sentence.length(), Message.MAX_TEXT));
    ProgressTracker task = streams.start();
    task.fail(
        TaskFailure.of(FailureCode.LLM_TRUNCATED)
            .withMessage(Message.text(error))
            .withPartialResponse(partial));

    Client enhanced = streams.connect();
    Client traditional =
        streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));
    assertThat(enhanced.lastEvent().text("error")).isEqualTo(error);
    assertThat(enhanced.lastEvent().text("partial_response")).isEqualTo(partial);
    assertThat(traditional.lastEvent().text("error")).isEqualTo(error);
  }

  /** Jackson's parser, other than a browser's, refuses half a surrogate pair in a name. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
