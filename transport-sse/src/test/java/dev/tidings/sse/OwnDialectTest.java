package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressTracker;
import dev.tidings.TaskHead;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host brings a dialect and a voice of its own. */
class OwnDialectTest {
  private static final Voice EXACT =
      new Voice() {
        @Override
        public Beginning beginning() {
          return Beginning.AT_PLACE_ONLY;
        }

        @Override
        public void opening(TaskHead task, ProgressEvent.Resync state, Words out) {
          throw new AssertionError("never asked for");
        }
      };

  /** Says the sequence, and of an end {@code [DONE]} too. */
  private static final class Numbers implements Dialect {
    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public void say(TaskHead task, ProgressEvent event, Words out) {
      out.message("number", Long.toString(event.sequence()).getBytes(UTF_8));
      if (event.terminal()) {
        out.message("[DONE]".getBytes(UTF_8));
      }
    }

    @Override
    public Voice voice() {
      return (task, state, out) -> out.message("state".getBytes(UTF_8));
    }

    @Override
    public Duration pingInterval() {
      return Duration.ofSeconds(8);
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("x-numbers", "v1", "cache-control", "no-store");
    }
  }

  private final Dialect numbers = new Numbers();
  private final StreamRequest request = StreamRequest.forTask("t").dialect(numbers);
  private final ManualStreams streams = ManualStreams.create();

  private void check(Client client) {
    assertThat(client.stream())
        .isEqualTo(
            """
            retry: 2000

            id: e1-1
            event: number
            data: 1

            id: e1-2
            event: number
            data: 2

            event: number
            data: 3

            id: e1-3e
            data: [DONE]

            """);
  }

  @Test
  void aRequestNamesIt() {
    ProgressTracker task = streams.start();
    Client client = streams.connect(request);
    task.complete(TaskResult.of(""));

    check(client);
    assertThat(streams.observer().calls()).contains("opened numbers");
  }

  @Test
  void theTransportSpeaksItWhereNoneIsNamed() {
    ManualStreams own = ManualStreams.create().speaking(numbers);
    own.start().complete(TaskResult.of(""));

    check(own.connect());
    assertThat(own.connect(StreamRequest.forTask("t").dialect(Dialects.enhanced())).types())
        .endsWith("enhanced_complete");
  }

  @Test
  void itsHeadersStandBesideTheTransportsOrInTheirPlace() {
    streams.start();

    assertThat(streams.respond(request).headers())
        .containsOnly(
            Map.entry("Content-Type", "text/event-stream;charset=utf-8"),
            Map.entry("Cache-Control", "no-store"),
            Map.entry("X-Accel-Buffering", "no"),
            Map.entry("x-numbers", "v1"));
  }

  @Test
  void itsSignsOfLifeAreCommentsAtItsInterval() {
    streams.start();
    Client client = streams.connect(request.lastEventId("e1-1"));

    streams.advanceSeconds(9);

    assertThat(client.stream()).isEqualTo("retry: 2000\n\n:\n\n");
  }

  @Test
  void aPlaceThatIsNotKnownIsRefusedToAVoiceWithoutAnOpening() {
    streams.start().token("x");

    SseResponse refused = streams.respond(request.voice(EXACT).lastEventId("other-1"));

    assertThat(refused.kind()).isEqualTo(StreamAnswer.Kind.GONE);
    assertThat(refused.status()).isEqualTo(410);
    assertThat(streams.connect(request.voice(EXACT).lastEventId("e1-1")).events())
        .extracting(Sent::id)
        .containsExactly("e1-2");
    assertThat(streams.connect(request.lastEventId("other-1")).events())
        .extracting(Sent::data)
        .containsExactly("state");
  }

  @Test
  void aRefusalIsASentenceUnlessTheDialectSaysMore() {
    SseResponse refused = streams.respond(request);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.errorBody())
        .contains(new Dialect.ErrorBody("text/plain;charset=utf-8", "there is no task 't'"));
  }

  @ParameterizedTest
  @EnumSource
  void clientsThatReadJsonAreRefusedInJson(Spoken spoken) {
    SseResponse refused = streams.respond(StreamRequest.forTask("t").dialect(spoken.dialect()));

    Dialect.ErrorBody body = refused.errorBody().orElseThrow();
    assertThat(body.contentType()).isEqualTo("application/problem+json");
    assertThat(Sent.json(body.text()))
        .isEqualTo(
            Sent.json(
                """
                {"status":404,"title":"Not Found","detail":"there is no task 't'",
                 "code":"unknown_task"}
                """));
  }
}
