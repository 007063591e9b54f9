package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressTracker;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import dev.tidings.testkit.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a client may take nothing, and how long it may stay. */
class SessionTimeLimitsTest {
  private final ManualStreams streams = ManualStreams.create();
  private final ProgressTracker task = streams.start();

  private static StreamRequest forSeconds(int seconds) {
    return StreamRequest.forTask("t").expiresAt(ManualClock.START.plusSeconds(seconds));
  }

  @Test
  void aClientThatTakesNothingIsCutOffAndOthersAreNot() throws Exception {
    Client stalled = streams.connectSlow();
    Client other = streams.connect();
    streams.advance(Duration.ofMillis(19_999));
    assertThat(stalled.ended()).isEmpty();

    streams.advance(Duration.ofMillis(1));
    task.token("x");

    assertThat(stalled.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(stalled.sink().state()).isEqualTo("aborted");
    assertThat(stalled.sink().writes()).isEqualTo(1);
    assertThat(other.ended()).isEmpty();
    assertThat(other.lastEvent().type()).isEqualTo("enhanced_token");
    assertThat(streams.transport().sessions()).isEqualTo(1);
  }

  @Test
  void everyWriteHasTheWholeTime() {
    Client slow = streams.connectSlow();
    for (int write = 0; write < 5; write++) {
      task.token("x");
      streams.advanceSeconds(19);
      slow.sink().take();
    }

    assertThat(slow.ended()).isEmpty();
  }

  @Test
  void aClientWithNothingToTakeIsNotLate() {
    Client idle = streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));

    streams.advance(Duration.ofHours(1));

    assertThat(idle.ended()).isEmpty();
  }

  @Test
  void aWriteThatIsTakenAfterItsSessionWasCutOffChangesNothing() throws Exception {
    Client stalled = streams.connectSlow();
    streams.advanceSeconds(20);
    assertThat(stalled.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);

    stalled.sink().take();
    task.complete(TaskResult.of(""));

    assertThat(stalled.sink().state()).isEqualTo("aborted");
    assertThat(stalled.sink().writes()).isEqualTo(1);
  }

  @Test
  void anExpiredTokenCutsTheStreamAfterARetryLine() {
    Client client = streams.connect(forSeconds(60));
    streams.advance(Duration.ofMillis(59_999));
    assertThat(client.ended()).isEmpty();

    streams.advance(Duration.ofMillis(1));

    assertThat(client.ended()).contains(SessionEnd.TOKEN_EXPIRED);
    assertThat(client.sink().lastWrite()).isEqualTo("retry: 2000\n\n");
    assertThat(client.sink().state()).isEqualTo("aborted");
    assertThat(client.types()).doesNotContain("enhanced_error");
  }

  @Test
  void whatIsInFlightWhenTheTokenExpiresIsTakenFirst() {
    Client slow = streams.connect(forSeconds(3), RecordingSink.slow());
    streams.advanceSeconds(3);
    task.token("for the eyes of the token only");
    assertThat(slow.ended()).isEmpty();

    slow.sink().takeAll();

    assertThat(slow.ended()).contains(SessionEnd.TOKEN_EXPIRED);
    assertThat(slow.stream()).endsWith("}\n\nretry: 2000\n\n").doesNotContain("eyes");
    assertThat(slow.sink().state()).isEqualTo("aborted");
  }

  @Test
  void aClientThatTakesNothingIsCutOffThoughItsTokenExpired() throws Exception {
    Client stalled = streams.connect(forSeconds(3), RecordingSink.slow());

    streams.advanceSeconds(20);

    assertThat(stalled.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
  }

  @Test
  void aStreamThatHadItsEndBeforeTheTokenExpiredIsComplete() {
    Client slow = streams.connect(forSeconds(3), RecordingSink.slow());
    task.complete(TaskResult.of(""));
    slow.sink().take();
    streams.advanceSeconds(4);

    slow.sink().takeAll();

    assertThat(slow.types()).endsWith("enhanced_complete");
    assertThat(slow.stream()).containsOnlyOnce("retry:");
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void noPingFollowsTheExpiry() {
    Client slow = streams.connect(forSeconds(1), RecordingSink.slow());
    streams.advanceSeconds(16);
    slow.sink().takeAll();

    assertThat(slow.types()).containsExactly("enhanced_status");
    assertThat(slow.ended()).contains(SessionEnd.TOKEN_EXPIRED);
  }
}
