package dev.tidings.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testing.ManualHub;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Transports of different wires carry the same streams, and core knows of none. */
class WiresTest {
  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().executor(Runnable::run).build();
  private final ProgressTracker task = hub.start(Task.create("t"));
  private final Plain.Lines dialect = new Plain.Lines();

  /** Another wire, with a frame of its own. */
  private static final class Framed extends Plain.LineFraming {
    @Override
    public String name() {
      return "framed";
    }

    @Override
    public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
      return ("<" + new String(body, UTF_8) + ">").getBytes(UTF_8);
    }
  }

  private StreamAnswer ask(TaskStreams streams) {
    return streams.respond(StreamRequest.forTask("t").user("u"), dialect, Optional.of(task.view()));
  }

  @Test
  void eachWireHasItsOwnBytesOfTheSameEvents() {
    StringBuilder lines = new StringBuilder();
    StringBuilder frames = new StringBuilder();
    try (TaskStreams streams = TaskStreams.of(hub)) {
      Session one = ask(streams).stream(new Plain.LineFraming(), new Plain.Taking(lines::append));
      Session two = ask(streams).stream(new Framed(), new Plain.Taking(frames::append));
      task.complete(TaskResult.of("done"));

      assertThat(one.ended()).contains(SessionEnd.COMPLETED);
      assertThat(two.ended()).contains(SessionEnd.COMPLETED);
    }
    String[] said = lines.toString().split("\n");
    assertThat(frames.toString())
        .isEqualTo("retry\n" + "<" + String.join("><", said).substring("retry><".length()) + ">");
  }

  @Test
  void limitsAreForAllWiresTogether() {
    try (TaskStreams streams = TaskStreams.builder(hub).maxSessionsPerUser(2).build()) {
      Session one = ask(streams).stream(new Plain.LineFraming(), new Plain.Taking(text -> {}));
      Session unused = ask(streams).stream(new Framed(), new Plain.Taking(text -> {}));

      assertThat(streams.sessions()).isEqualTo(2);
      assertThat(ask(streams).kind()).isEqualTo(StreamAnswer.Kind.TOO_MANY_STREAMS);
      one.close();
      assertThat(ask(streams).kind()).isEqualTo(StreamAnswer.Kind.STREAM);
    }
  }

  @Test
  void wireWithWordsForAStopIsAskedForThem() throws Exception {
    Plain.Taking polite =
        new Plain.Taking(text -> {}) {
          @Override
          public void goAway() {
            end();
          }
        };
    Plain.Taking other = new Plain.Taking(text -> {});
    Streams streams = Plain.streams(hub);
    Session one = streams.open(task.view(), Plain.opening(dialect), polite);
    Session two = streams.open(task.view(), Plain.opening(dialect), other);

    streams.drain(Duration.ofSeconds(10));

    assertThat(one.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(two.ended()).contains(SessionEnd.SHUTDOWN);
    assertThat(polite.ended()).isEqualTo("ended");
    assertThat(other.ended()).isEqualTo("aborted");
  }

  @Test
  void sinkThatIsToldLateHasMoreTime() throws Exception {
    Streams streams = Plain.streams(hub);
    Session slow =
        streams.open(task.view(), Plain.opening(dialect), new Stuck(Duration.ofSeconds(30)));
    Session stuck = streams.open(task.view(), Plain.opening(dialect), new Stuck(Duration.ZERO));

    parts.scheduler().advance(Duration.ofSeconds(25));
    assertThat(awaitEnd(stuck)).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(slow.ended()).isEmpty();
    parts.scheduler().advance(Duration.ofSeconds(30));
    assertThat(awaitEnd(slow)).isEqualTo(SessionEnd.WRITE_TIMEOUT);
  }

  private static SessionEnd awaitEnd(Session session) throws Exception {
    CompletableFuture<SessionEnd> end = new CompletableFuture<>();
    session.onEnd(end::complete);
    return end.get(20, TimeUnit.SECONDS);
  }

  /** A client that takes nothing after its first bytes. */
  private static final class Stuck extends Plain.Taking {
    private final Duration extraTime;
    private boolean full;

    Stuck(Duration extraTime) {
      super(text -> {});
      this.extraTime = extraTime;
    }

    @Override
    public boolean ready() {
      return !full;
    }

    @Override
    public void write(ByteBuffer bytes) {
      full = true;
    }

    @Override
    public Duration extraTime() {
      return extraTime;
    }
  }

  @Test
  void placeThatIsKnownIsGoneOnFrom() {
    StringBuilder read = new StringBuilder();
    task.complete(TaskResult.of("done"));
    try (TaskStreams streams = TaskStreams.of(hub)) {
      StreamAnswer rest =
          streams.respond(
              StreamRequest.forTask("t").lastEventId(task.view().epoch() + "-1"),
              dialect,
              Optional.of(task.view()));
      Session unused = rest.stream(new Plain.LineFraming(), new Plain.Taking(read::append));
      StreamAnswer none =
          streams.respond(
              StreamRequest.forTask("t").lastEventId(task.view().epoch() + "-3e"),
              dialect,
              Optional.of(task.view()));

      assertThat(read.toString().lines()).hasSize(3);
      assertThat(none.kind()).isEqualTo(StreamAnswer.Kind.NOTHING_MORE);
    }
  }
}
