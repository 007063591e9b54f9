package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tidings.ProgressTracker;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.RecordingSink;
import dev.tidings.sse.testing.Stories;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one host's code does wrong hurts one stream. */
class FaultTest {
  private static RuntimeException fault() {
    return new IllegalStateException("as the test asked");
  }

  /** A sink that takes the first write, then breaks every promise it gave. */
  private static final class BrokenSink implements SseSink {
    private int writes;

    @Override
    public void write(ByteBuffer frames, Completion completion) {
      if (writes++ > 0) {
        throw fault();
      }
      completion.written();
    }

    @Override
    public void close() {
      throw fault();
    }

    @Override
    public void abort() {
      throw fault();
    }
  }

  private static final class BrokenObserver implements SseObserver {
    @Override
    public void sessionOpened(SseFormat format) {
      throw fault();
    }

    @Override
    public void sessionClosed(SseFormat format, SessionEnd reason, Duration duration) {
      throw fault();
    }

    @Override
    public void written(int events, int bytes, long lag, Duration duration) {
      throw fault();
    }

    @Override
    public void coalesced(long events) {
      throw fault();
    }

    @Override
    public void resynced() {
      throw fault();
    }

    @Override
    public void refused(SseResponse.Kind kind) {
      throw fault();
    }
  }

  @Test
  void aSinkThatThrowsEndsItsSessionOnly() {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    Client before = streams.connect();
    Client broken = streams.connect(SseRequest.forTask("t"), RecordingSink.throwing(fault()));
    Client after = streams.connect();

    Stories.tell(task);

    assertThat(broken.ended()).contains(SessionEnd.FAULT);
    assertThat(broken.sink().state()).isEqualTo("aborted");
    assertThat(before.answer()).isEqualTo(Stories.ANSWER);
    assertThat(after.stream()).isEqualTo(before.stream());
    assertThat(streams.transport().sessions()).isZero();
  }

  @Test
  void aSinkThatThrowsWhileItIsEndedStillLetsItsSessionEnd() {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    SseSession broken = streams.respond(SseRequest.forTask("t")).stream(new BrokenSink());
    SseSession closed = streams.respond(SseRequest.forTask("t")).stream(new BrokenSink());
    Client other = streams.connect();
    List<SessionEnd> told = new ArrayList<>();
    broken.onEnd(told::add);
    closed.onEnd(told::add);

    closed.close();
    Stories.tell(task);

    assertThat(told).hasSize(2);
    assertThat(other.ended()).contains(SessionEnd.COMPLETED);
    assertThat(streams.observer().calls()).filteredOn(c -> c.startsWith("closed")).hasSize(3);
  }

  @Test
  void sinksThatThrowWhenTheyAreCutOffDoNotKeepOthersFromTheirTime() {
    ManualStreams streams = ManualStreams.create();
    streams.start();
    for (int i = 0; i < 5; i++) {
      streams.respond(SseRequest.forTask("t")).stream(new StalledSink());
    }
    List<Client> stalled = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      stalled.add(streams.connectSlow());
    }

    streams.advanceSeconds(20);

    assertThat(stalled).allMatch(client -> client.ended().isPresent());
    assertThat(streams.transport().sessions()).isZero();
  }

  private static final class StalledSink implements SseSink {
    @Override
    public void write(ByteBuffer frames, Completion completion) {}

    @Override
    public void close() {}

    @Override
    public void abort() {
      throw fault();
    }
  }

  @Test
  void anObserverThatThrowsAtEveryCallChangesNoStream() {
    ManualStreams streams =
        ManualStreams.create(t -> t.observer(new BrokenObserver()).maxSessionsPerTask(2));
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    Client slow =
        streams.connect(SseRequest.forTask("t").lastEventId("lost"), RecordingSink.slow());
    assertThatNoException().isThrownBy(() -> streams.respond(SseRequest.forTask("t")));

    streams.advanceSeconds(2);
    Stories.tell(task);
    slow.sink().takeAll();

    assertThat(client.answer()).isEqualTo(Stories.ANSWER);
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
  }
}
