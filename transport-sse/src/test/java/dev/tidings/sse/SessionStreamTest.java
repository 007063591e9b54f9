package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.EventStreams;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.RecordingObserver.Written;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import dev.tidings.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stream carries, whenever its client comes. */
class SessionStreamTest {
  private final ManualStreams streams = ManualStreams.create();

  @Test
  void theFirstLineIsARetryTimeAndLeavesBeforeAnyWork() {
    streams.start();

    Client client = streams.connect();

    assertThat(client.stream()).startsWith("retry: 2000\n\nid: e1-1\ndata: {");
    assertThat(client.types()).containsExactly("enhanced_status");
    assertThat(client.sink().writes()).isEqualTo(1);
  }

  @Test
  void theRetryTimeIsTheHosts() {
    ManualStreams patient = ManualStreams.create(t -> t.retry(Duration.ofMillis(12_345)));
    patient.start();

    assertThat(patient.connect().stream()).startsWith("retry: 12345\n\n");
  }

  @Test
  void aStreamIsAnsweredWithTheHeadersThatKeepItLive() {
    streams.start();

    SseResponse response = streams.respond(StreamRequest.forTask("t"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.detail()).isEmpty();
    assertThat(response.headers())
        .containsOnly(
            Map.entry("Content-Type", "text/event-stream;charset=utf-8"),
            Map.entry("Cache-Control", "no-cache, no-transform"),
            Map.entry("X-Accel-Buffering", "no"));
  }

  @ParameterizedTest
  @EnumSource
  void earlyLiveAndLateClientsSeeTheSameBytes(Spoken spoken) {
    StreamRequest request = StreamRequest.forTask("t").dialect(spoken.dialect());
    ProgressTracker task = streams.start();
    Client early = streams.connect(request);
    task.update(Stage.PROCESSING, 5, Message.text("begins"));
    task.token("x");
    Client during = streams.connect(request);
    Stories.tell(task);
    Client late = streams.connect(request);

    assertThat(during.stream()).isEqualTo(early.stream());
    assertThat(late.stream()).isEqualTo(early.stream());
  }

  @Test
  void everyStoredEventHasItsIdInTheOrderOfTheLog() {
    ProgressTracker task = streams.start();
    Stories.tell(task);

    List<Sent> events = streams.connect().events();

    assertThat(events)
        .extracting(Sent::sequence)
        .doesNotContain(0L)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(events).extracting(Sent::id).allMatch(id -> id != null && id.startsWith("e1-"));
    assertThat(Client.answer(events)).isEqualTo(Stories.ANSWER);
  }

  @Test
  void eachEventLeavesWhenItHappens() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();

    task.update(Stage.PROCESSING, 5, Message.text("a"));
    assertThat(client.types()).containsExactly("enhanced_status", "enhanced_progress");
    task.token("b");
    assertThat(client.lastEvent().type()).isEqualTo("enhanced_token");
    assertThat(client.sink().writes()).isEqualTo(3);
  }

  @Test
  void theTerminalEventIsTheLastAndThenTheResponseEnds() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    assertThat(client.ended()).isEmpty();

    task.complete(TaskResult.of("yes"));

    assertThat(client.lastEvent().type()).isEqualTo("enhanced_complete");
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    assertThat(client.sink().state()).isEqualTo("ended");
  }

  @Test
  void theResponseEndsOnlyOnceTheTerminalEventWasTaken() {
    ProgressTracker task = streams.start();
    Client client = streams.connectSlow();
    task.complete(TaskResult.of("yes"));
    client.sink().take();

    assertThat(client.lastEvent().type()).isEqualTo("enhanced_complete");
    assertThat(client.ended()).isEmpty();
    assertThat(client.sink().state()).isEqualTo("open");

    client.sink().take();
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    assertThat(client.sink().state()).isEqualTo("ended");
  }

  @Test
  void nothingFollowsTheEnd() {
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    task.complete(TaskResult.of("yes"));
    String stream = client.stream();

    task.token("late");
    assertThat(task.complete(TaskResult.of("again"))).isFalse();
    streams.advanceSeconds(120);
    client.session().close();
    streams.transport().close();

    assertThat(client.stream()).isEqualTo(stream);
    assertThat(client.sink().state()).isEqualTo("ended");
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void whatHappensDuringAWriteLeavesInOneWriteAfterIt() {
    ProgressTracker task = streams.start();
    Client client = streams.connectSlow();
    task.update(Stage.PROCESSING, 5, Message.text("a"));
    task.update(Stage.PROCESSING, 6, Message.text("b"));
    task.token("c");
    assertThat(client.sink().writes()).isEqualTo(1);

    client.sink().take();

    assertThat(client.sink().writes()).isEqualTo(2);
    assertThat(client.types())
        .containsExactly(
            "enhanced_status", "enhanced_progress", "enhanced_progress", "enhanced_token");
  }

  @Test
  void aLongBacklogLeavesInWritesOfBoundedLength() {
    ProgressTracker task = streams.start();
    String answer = Stories.write(task, 199);

    Client client = streams.connect();

    assertThat(client.answer()).isEqualTo(answer);
    int longestFrame =
        EventStreams.frames(client.sink().bytes()).stream()
            .mapToInt(String::length)
            .max()
            .orElse(0);
    List<Written> writes = streams.observer().writes();
    assertThat(writes)
        .hasSizeGreaterThan(2)
        .extracting(Written::bytes)
        .allMatch(bytes -> bytes < 8 * 1024 + longestFrame);
    long left = 200;
    for (Written write : writes) {
      left -= write.events();
      assertThat(write.lag()).isEqualTo(left);
    }
    assertThat(left).isZero();
    assertThat(streams.observer().writes().stream().mapToInt(Written::bytes).sum())
        .isEqualTo(client.sink().bytes().length);
  }

  @Test
  void caughtUpClientsAreWrittenTheSameArray() {
    ProgressTracker task = streams.start();
    Client one = streams.connect();
    Client other = streams.connect();
    Client traditional =
        streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));

    task.update(Stage.PROCESSING, 5, Message.text("a"));

    assertThat(one.sink().lastArray()).isSameAs(other.sink().lastArray());
    assertThat(traditional.sink().lastWrite()).contains("\"type\":\"progress\"");
  }

  @Test
  void aSinkThatBlocksIsWrittenToOnTheExecutorOnly() {
    ManualExecutor executor = new ManualExecutor();
    ManualStreams queued = ManualStreams.create(executor, hub -> {}, transport -> {});
    ProgressTracker task = queued.start();
    RecordingSink sink = RecordingSink.holdingItsThread();
    Client client = queued.connect(StreamRequest.forTask("t"), sink);
    Stories.tell(task);
    assertThat(sink.writes()).isZero();

    executor.runAll();

    assertThat(client.answer()).isEqualTo(Stories.ANSWER);
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void whatTheExecutorRefusesForNowLeavesALittleLater() {
    ManualExecutor executor = new ManualExecutor();
    ManualStreams queued = ManualStreams.create(executor, hub -> {}, transport -> {});
    ProgressTracker task = queued.start();
    executor.refuseNext(3);
    Client client = queued.connect(StreamRequest.forTask("t"), RecordingSink.holdingItsThread());
    Stories.tell(task);
    executor.runAll();
    assertThat(client.sink().writes()).isZero();

    queued.advance(Duration.ofSeconds(1));
    executor.runAll();

    assertThat(client.answer()).isEqualTo(Stories.ANSWER);
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
  }
}
