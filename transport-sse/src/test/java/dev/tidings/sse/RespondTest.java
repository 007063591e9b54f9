package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.FailureCode;
import dev.tidings.MessageBundles;
import dev.tidings.ProgressTracker;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is answered before any stream. */
class RespondTest {
  private final ManualStreams streams = ManualStreams.create();

  @Test
  void aTaskThatNeverWasIsUnknown() {
    SseResponse response = streams.respond(StreamRequest.forTask("ghost"));

    assertThat(response.kind()).isEqualTo(StreamAnswer.Kind.UNKNOWN_TASK);
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.detail()).contains("ghost");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> response.stream(RecordingSink.eager()))
        .withMessageContaining("404");
  }

  @Test
  void whoComesBackForAnUnknownTaskIsToldThatItIsLostWhateverTheId() {
    for (String id : List.of("%%", "e1-1", "e0-5")) {
      Client client = streams.connect(StreamRequest.forTask("ghost").lastEventId(id));

      assertThat(client.lastEvent().text("code")).isEqualTo("task_lost");
      assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    }
    assertThat(streams.respond(StreamRequest.forTask("no id").lastEventId("%%")).status())
        .isEqualTo(404);
  }

  @Test
  void aTaskThatItsHostDoesNotShowIsAsIfItWereNotThere() {
    ProgressTracker task = streams.start();
    task.token("secret");
    StreamRequest request = StreamRequest.forTask("t");

    SseResponse first = streams.transport().respond(request, Optional.empty());
    assertThat(first.status()).isEqualTo(404);

    RecordingSink sink = RecordingSink.eager();
    SseResponse returning =
        streams.transport().respond(request.lastEventId("e1-1"), Optional.empty());
    Client client = new Client(sink, returning.stream(sink));
    assertThat(client.lastEvent().text("code")).isEqualTo("task_lost");
    assertThat(client.stream()).doesNotContain("secret");
    SseResponse shown = streams.transport().respond(request, Optional.of(task.view()));
    assertThat(shown.kind()).isEqualTo(StreamAnswer.Kind.STREAM);
  }

  @Test
  void anIdThatIsUsedAgainGivesNeitherAHoleNorAWrongEnd() {
    ProgressTracker first = streams.start();
    first.token("first");
    first.complete(TaskResult.of("first"));
    Client story = streams.connect();
    streams.advance(Duration.ofMinutes(11));
    ProgressTracker second = streams.start();
    second.token("second");

    Client returning =
        streams.connect(StreamRequest.forTask("t").lastEventId(story.events().get(0).id()));

    assertThat(returning.lastEvent().json().path("resync").asBoolean()).isTrue();
    assertThat(returning.answer()).isEqualTo("second");
    String end = String.valueOf(story.lastEvent().id());
    assertThat(streams.respond(StreamRequest.forTask("t").lastEventId(end)).status())
        .isEqualTo(204);
  }

  @Test
  void streamsOfAForgottenRunLendTheirIdsToNoneOfTheNext() {
    ManualStreams forgetful =
        ManualStreams.create(Runnable::run, hub -> hub.retention(Duration.ZERO), transport -> {});
    ProgressTracker first = forgetful.start();
    Client behind = forgetful.connectSlow();
    first.complete(TaskResult.of("first"));
    String epoch = forgetful.start().view().epoch();

    Client client = forgetful.connect();

    assertThat(behind.ended()).isEmpty();
    assertThat(client.lastEvent().id()).isEqualTo(epoch + "-1");
  }

  @Test
  void aTaskOfThisRunThatIsForgottenIsOver() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    task.complete(TaskResult.of(""));
    String id = String.valueOf(client.lastEvent().id());
    assertThat(id).isEqualTo("e1-3e");
    streams.advance(Duration.ofMinutes(11));

    SseResponse response = streams.respond(StreamRequest.forTask("t").lastEventId(id));

    assertThat(response.status()).isEqualTo(204);
    assertThat(streams.respond(StreamRequest.forTask("t")).status()).isEqualTo(404);
  }

  @Test
  void aTaskOfAnotherRunIsLost() {
    Client client =
        streams.connect(StreamRequest.forTask("t").lastEventId("e0-5").locale(Locale.JAPANESE));

    assertThat(client.stream()).startsWith("retry: 2000\n\nid: e1-2e\ndata: ");
    String sentence =
        MessageBundles.standard()
            .render(TaskFailure.of(FailureCode.TASK_LOST).message(), Locale.JAPANESE);
    assertThat(client.events()).hasSize(1);
    assertThat(client.lastEvent().json())
        .isEqualTo(
            Sent.json(
                """
                {"type":"enhanced_error","task_id":"t","timestamp":"2024-01-15T10:30:00.000Z",
                 "error":"%s","code":"task_lost","stage":"queued","retryable":true,
                 "retry_allowed":true}
                """
                    .formatted(sentence)));
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    assertThat(client.sink().state()).isEqualTo("ended");
    assertThat(streams.respond(StreamRequest.forTask("t").lastEventId("e1-2e")).status())
        .isEqualTo(204);
  }

  @Test
  void aLostTaskIsToldToOlderClientsInTheirWords() {
    Client client =
        streams.connect(
            StreamRequest.forTask("t").dialect(Dialects.traditional()).lastEventId("e0-5"));

    assertThat(client.lastEvent().data())
        .isEqualTo(
            "{\"type\":\"error\",\"error\":\"The server was restarted and this task was lost."
                + " Please ask again.\",\"retry_allowed\":true}");
  }

  @Test
  void aClientThatLeavesTheStreamOfALostTaskEndsIt() {
    StreamRequest request = StreamRequest.forTask("t").lastEventId("e0-5");
    Client failing = streams.connect(request, RecordingSink.slow());
    Client leaving = streams.connect(request, RecordingSink.slow());
    List<SessionEnd> ends = new ArrayList<>();
    failing.session().onEnd(ends::add);

    failing.sink().fail();
    leaving.sink().leave();

    assertThat(ends).containsExactly(SessionEnd.CLIENT_GONE);
    assertThat(failing.ended()).contains(SessionEnd.CLIENT_GONE);
    assertThat(leaving.ended()).contains(SessionEnd.CLIENT_GONE);
    assertThat(List.of(failing.sink().state(), leaving.sink().state())).containsOnly("aborted");
  }

  @Test
  void aSinkOfALostTaskThatThrowsEndsItsSession() {
    StreamRequest request = StreamRequest.forTask("t").lastEventId("e0-5");
    RecordingSink sink = RecordingSink.throwing(new IllegalStateException("recycled"));

    Client client = streams.connect(request, sink);

    assertThat(client.ended()).isPresent();
    assertThat(sink.state()).isEqualTo("aborted");
  }

  @Test
  void theStreamOfALostTaskCountsAndIsTimedLikeAnyOther() throws Exception {
    StreamRequest request = StreamRequest.forTask("t").lastEventId("e0-5");

    Client stalled = streams.connect(request, RecordingSink.slow());

    assertThat(streams.transport().sessions()).isEqualTo(1);
    streams.advance(Duration.ofSeconds(21));
    assertThat(stalled.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(streams.transport().sessions()).isZero();
  }

  @Test
  void aLostIdThatNoTaskCanHaveIsUnknown() {
    StreamRequest request = StreamRequest.forTask("no task/id").lastEventId("e0-5");

    assertThat(streams.respond(request).status()).isEqualTo(404);
  }

  @Test
  void theProcessHasALimit() {
    ManualStreams small = ManualStreams.create(t -> t.maxSessions(2));
    small.start("a");
    small.start("b");
    small.connect(StreamRequest.forTask("a"));
    Client second = small.connect(StreamRequest.forTask("b"));

    SseResponse refused = small.respond(StreamRequest.forTask("a"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.detail()).contains("2").contains("try again");
    assertThat(refused.headers()).containsEntry("Retry-After", "5");
    assertThat(small.observer().calls()).contains("refused BUSY");

    second.sink().leave();
    assertThat(small.respond(StreamRequest.forTask("a")).status()).isEqualTo(200);
  }

  @Test
  void aTaskHasALimit() {
    ManualStreams small = ManualStreams.create(t -> t.maxSessionsPerTask(1));
    small.start("a");
    small.start("b");
    Client first = small.connect(StreamRequest.forTask("a"));

    SseResponse refused = small.respond(StreamRequest.forTask("a"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.detail()).contains("this task").contains("1");
    assertThat(refused.headers()).containsEntry("Retry-After", "5");
    assertThat(small.observer().calls()).contains("refused TOO_MANY_STREAMS");
    assertThat(small.respond(StreamRequest.forTask("b")).status()).isEqualTo(200);

    first.session().close();
    assertThat(small.respond(StreamRequest.forTask("a")).status()).isEqualTo(200);
  }

  @Test
  void aUserHasALimit() {
    ManualStreams small = ManualStreams.create(t -> t.maxSessionsPerUser(1));
    small.start("a");
    small.start("b");
    StreamRequest own = StreamRequest.forTask("a").user("ann");
    Client first = small.connect(own);

    SseResponse refused = small.respond(StreamRequest.forTask("b").user("ann"));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.detail()).contains("you").contains("1");
    assertThat(small.respond(own.user("bob")).status()).isEqualTo(200);
    assertThat(small.respond(StreamRequest.forTask("a")).status()).isEqualTo(200);

    first.sink().leave();
    assertThat(small.respond(own).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatEndedIsNotCounted(Spoken spoken) {
    ProgressTracker task = streams.start();
    streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect()).user("ann"));
    assertThat(streams.transport().sessions()).isEqualTo(1);

    task.complete(TaskResult.of(""));

    assertThat(streams.transport().sessions()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedAtOnce() {
    TaskStreams.Builder builder = TaskStreams.builder(streams.hub());

    assertThatIllegalArgumentException().isThrownBy(() -> builder.retry(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.ping(Dialects.enhanced(), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.ping(Dialects.traditional(), Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.writeTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxSessions(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxSessionsPerTask(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxSessionsPerUser(-1))
        .withMessageContaining("-1");
  }
}
