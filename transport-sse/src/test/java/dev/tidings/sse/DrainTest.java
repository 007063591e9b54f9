package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.ProgressTracker;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import dev.tidings.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** How streams end with their process. */
class DrainTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Semaphore deliveries = new Semaphore(0);
  private final ManualStreams streams =
      ManualStreams.create(this::deliver, hub -> {}, transport -> {});
  private final ProgressTracker task = streams.start();

  private void deliver(Runnable action) {
    action.run();
    deliveries.release();
  }

  /** Begins to drain on another thread; returns when the streams were told. */
  private CompletableFuture<Boolean> beginToDrain(Duration bound) throws InterruptedException {
    deliveries.drainPermits();
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                streams.transport().drain(bound);
                return true;
              } catch (InterruptedException interrupted) {
                return false;
              }
            },
            action -> new Thread(action).start());
    assertThat(deliveries.tryAcquire(20, SECONDS)).isTrue();
    return drained;
  }

  @Test
  void idleStreamsAreToldWhenToComeBackAndCutAtOnce() throws Exception {
    Client client = streams.connect();

    streams.transport().drain(LONG);

    assertThat(client.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(client.sink().state()).isEqualTo("aborted");
    assertThat(client.stream()).endsWith("retry: 2000\n\n");
  }

  @Test
  void newStreamsAreRefused() throws Exception {
    streams.transport().drain(Duration.ZERO);

    SseResponse refused = streams.respond(StreamRequest.forTask("t"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.detail()).contains("shutting down");
    assertThat(refused.headers()).containsKey("Retry-After");
    assertThat(streams.respond(StreamRequest.forTask("ghost")).status()).isEqualTo(404);
    assertThat(streams.observer().calls()).contains("refused BUSY");
  }

  @Test
  void aClientThatIsBehindGetsWhatIsLeftWithItsTasksEnd() throws Exception {
    Client slow = streams.connectSlow();
    task.token("left");
    streams.hub().close();
    CompletableFuture<Boolean> drained = beginToDrain(LONG);

    slow.sink().takeUntilEnd();

    assertThat(drained.get(20, SECONDS)).isTrue();
    assertThat(slow.types()).containsExactly("enhanced_status", "enhanced_token", "enhanced_error");
    assertThat(slow.lastEvent().text("code")).isEqualTo("shutdown");
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
    assertThat(slow.sink().state()).isEqualTo("ended");
  }

  @Test
  void aClientThatTakesNothingWithinTheBoundIsCutOff() throws Exception {
    Client stalled = streams.connectSlow();
    Client other = streams.connect();
    streams.hub().close();

    streams.transport().drain(Duration.ofMillis(20));

    assertThat(stalled.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(stalled.sink().state()).isEqualTo("aborted");
    assertThat(other.ended()).contains(SessionEnd.COMPLETED);
    assertThat(streams.transport().sessions()).isZero();
  }

  @Test
  void streamsOfAClosedHubStillHaveTheirTicks() throws Exception {
    Client stalled = streams.connectSlow();
    Client other = streams.connect();
    streams.hub().close();

    streams.advanceSeconds(21);

    assertThat(stalled.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(other.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void theDrainEndsAsSoonAsTheLastStreamHas() throws Exception {
    Client slow = streams.connectSlow();
    CompletableFuture<Boolean> drained = beginToDrain(Duration.ofHours(1));

    slow.sink().takeUntilEnd();

    assertThat(drained.get(20, SECONDS)).isTrue();
    assertThat(slow.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(slow.sink().state()).isEqualTo("aborted");
  }

  @Test
  void anInterruptedDrainCutsOffWhatIsLeft() {
    Client stalled = streams.connectSlow();
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> streams.transport().drain(LONG));

    assertThat(stalled.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(stalled.sink().state()).isEqualTo("aborted");
  }

  @Test
  void aStreamWhoseExecutorRunsNoMoreIsCutOff() {
    ManualExecutor dead = new ManualExecutor();
    ManualStreams stuck = ManualStreams.create(dead, hub -> {}, transport -> {});
    stuck.start();
    Client client = stuck.connect(StreamRequest.forTask("t"), RecordingSink.holdingItsThread());

    stuck.transport().close();
    dead.runAll();

    assertThat(client.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(client.sink().writes()).isZero();
    assertThat(client.sink().state()).isEqualTo("aborted");
  }

  @Test
  void anAnswerGivenBeforeTheDrainOpensNoStreamAfterIt() throws Exception {
    SseResponse before = streams.respond(StreamRequest.forTask("t"));
    streams.transport().drain(Duration.ZERO);

    RecordingSink sink = RecordingSink.eager();
    Session session = before.stream(sink);

    assertThat(session.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(sink.state()).isEqualTo("aborted");
    assertThat(streams.transport().sessions()).isZero();
  }

  @Test
  void drainingTwiceIsDrainingOnce() throws Exception {
    Client client = streams.connect();
    streams.transport().drain(LONG);
    streams.transport().drain(LONG);
    streams.transport().close();

    assertThat(client.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(client.sink().state()).isEqualTo("aborted");
  }
}
