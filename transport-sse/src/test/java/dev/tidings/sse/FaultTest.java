package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tidings.ProgressTracker;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What one host's code does wrong hurts one stream. */
class FaultTest {
  private static RuntimeException fault() {
    return new IllegalStateException("as the test asked");
  }

  /** A sink that takes the first write, then breaks every promise it gave. */
  private static final class BrokenSink implements Sink {
    private int writes;

    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {}

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(ByteBuffer bytes) {
      if (writes++ > 0) {
        throw fault();
      }
    }

    @Override
    public void end() {
      throw fault();
    }

    @Override
    public void abort() {
      throw fault();
    }
  }

  private static final class BrokenObserver implements StreamObserver {
    @Override
    public void sessionOpened(String dialect) {
      throw fault();
    }

    @Override
    public void sessionClosed(String dialect, SessionEnd reason, Duration duration) {
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
    public void refused(StreamAnswer.Kind why) {
      throw fault();
    }
  }

  @Test
  void aSinkThatThrowsEndsItsSessionOnly() {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    Client before = streams.connect();
    Client broken = streams.connect(StreamRequest.forTask("t"), RecordingSink.throwing(fault()));
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
    Session broken = streams.respond(StreamRequest.forTask("t")).stream(new BrokenSink());
    Session closed = streams.respond(StreamRequest.forTask("t")).stream(new BrokenSink());
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
  void sinksThatThrowWhenTheyAreCutOffDoNotKeepOthersFromTheirTime() throws Exception {
    ManualStreams streams = ManualStreams.create();
    streams.start();
    List<Client> stalled = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RecordingSink sink = RecordingSink.slow();
      Session session =
          streams.respond(StreamRequest.forTask("t")).stream(new UncuttableSink(sink));
      stalled.add(new Client(sink, session));
      stalled.add(streams.connectSlow());
    }

    streams.advanceSeconds(20);

    for (Client client : stalled) {
      assertThat(client.awaitEnd()).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    }
    assertThat(streams.transport().sessions()).isZero();
  }

  private record UncuttableSink(Sink sink) implements Sink {
    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {
      sink.start(ready, gone);
    }

    @Override
    public boolean ready() throws IOException {
      return sink.ready();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      sink.write(bytes);
    }

    @Override
    public void end() {
      sink.end();
    }

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
        streams.connect(StreamRequest.forTask("t").lastEventId("lost"), RecordingSink.slow());
    assertThatNoException().isThrownBy(() -> streams.respond(StreamRequest.forTask("t")));

    streams.advanceSeconds(2);
    Stories.tell(task);
    slow.sink().takeAll();

    assertThat(client.answer()).isEqualTo(Stories.ANSWER);
    assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
  }
}
