package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressTracker;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.EventStreams;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that is slow is not one that takes nothing, and one that is cut gets on. */
class SlowReaderTest {
  private static final int TEXT = 200 * 1024;
  private static final int LONGEST_FRAME = 8 * 1024;
  private static final int CUT_AFTER = 9 * 1024;

  /** More than a client needs that gets one frame further each time. */
  private static final int MOST_CONNECTIONS = 500;

  private final ManualStreams streams = ManualStreams.create();
  private final ProgressTracker task = streams.start();

  /** A client that takes so many bytes in a beat, and is ready when it has taken everything. */
  private static final class Paced implements Sink {
    private final int bytesPerBeat;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private Runnable ready = () -> {};
    private int left;
    private String state = "open";

    Paced(int bytesPerBeat) {
      this.bytesPerBeat = bytesPerBeat;
    }

    @Override
    public void start(Runnable onReady, Consumer<Throwable> gone) {
      ready = onReady;
    }

    @Override
    public boolean ready() {
      return left == 0;
    }

    @Override
    public void write(ByteBuffer bytes) {
      left = bytes.remaining();
      got.write(bytes.array(), bytes.arrayOffset() + bytes.position(), left);
    }

    void beat() {
      left = Math.max(0, left - bytesPerBeat);
      if (left == 0) {
        ready.run();
      }
    }

    @Override
    public void end() {
      state = "ended";
    }

    @Override
    public void abort() {
      state = "aborted";
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8 * 1024, 512})
  void aReaderThatTakesItsTimeIsNeverCut(int bytesPerBeat) {
    String answer = text(TEXT);
    Paced slow = new Paced(bytesPerBeat);
    Session session = streams.respond(StreamRequest.forTask("t")).stream(slow);
    task.token(answer);
    task.complete(TaskResult.of(""));

    for (int beats = 0; session.ended().isEmpty() && beats < 10_000; beats++) {
      streams.advance(Duration.ofMillis(512));
      slow.beat();
    }

    assertThat(session.ended()).contains(SessionEnd.COMPLETED);
    assertThat(slow.state).isEqualTo("ended");
    assertThat(Client.answer(EventStreams.parse(slow.got.toByteArray()))).isEqualTo(answer);
  }

  @Test
  void aReaderThatTakesNothingMoreIsCutAfterTheWriteTimeOut() throws Exception {
    Paced slow = new Paced(8 * 1024);
    Session session = streams.respond(StreamRequest.forTask("t")).stream(slow);
    task.token(text(TEXT));
    for (int beats = 0; beats < 10; beats++) {
      streams.advance(Duration.ofMillis(512));
      slow.beat();
    }
    streams.advance(Duration.ofSeconds(19));
    assertThat(session.ended()).isEmpty();

    streams.advance(Duration.ofSeconds(2));

    CompletableFuture<SessionEnd> end = new CompletableFuture<>();
    session.onEnd(end::complete);
    assertThat(end.get(20, SECONDS)).isEqualTo(SessionEnd.WRITE_TIMEOUT);
    assertThat(streams.transport().sessions()).isZero();
  }

  /** A connection that breaks in the middle of a write, after so many bytes. */
  private static final class Breaking implements Sink {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {}

    @Override
    public boolean ready() throws IOException {
      if (got.size() >= CUT_AFTER) {
        throw new IOException("broken, as the test asked");
      }
      return true;
    }

    @Override
    public void write(ByteBuffer bytes) {
      int length = Math.min(bytes.remaining(), CUT_AFTER - got.size());
      got.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }

  /** Chinese: as many bytes as a text of that length may reasonably have. */
  private static String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('一' + i % 20_000));
    }
    return text.toString();
  }

  private void write(String answer, int pieces) {
    int each = answer.length() / pieces;
    for (int i = 0; i < pieces; i++) {
      int end = i == pieces - 1 ? answer.length() : (i + 1) * each;
      task.token(answer.substring(i * each, end));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000})
  void aClientThatIsCutAgainAndAgainGetsFurtherEachTime(int pieces) {
    String answer = text(TEXT);
    write(answer, pieces);
    List<Sent> all = readOn(new ArrayList<>(), answer.length());

    assertThat(Client.answer(all)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000})
  void soDoesOneThatWasThereFromTheBeginning(int pieces) {
    String answer = text(TEXT);
    List<Sent> all = new ArrayList<>(connect(null));
    write(answer, pieces);

    assertThat(Client.answer(readOn(all, answer.length()))).isEqualTo(answer);
  }

  /** Comes back with the last id until it has the whole answer; everything it was told. */
  private List<Sent> readOn(List<Sent> all, int length) {
    int connections = 0;
    int had = Client.answer(all).length();
    while (had < length) {
      all.addAll(connect(all.isEmpty() ? null : all.get(all.size() - 1).id()));
      int has = Client.answer(all).length();
      connections++;
      assertThat(has).as("after connection %s", connections).isGreaterThan(had);
      assertThat(connections).isLessThan(MOST_CONNECTIONS);
      had = has;
    }
    return all;
  }

  private List<Sent> connect(@Nullable String lastId) {
    Breaking sink = new Breaking();
    Session unused = streams.respond(StreamRequest.forTask("t").lastEventId(lastId)).stream(sink);
    byte[] got = sink.got.toByteArray();
    List<String> frames = EventStreams.frames(got);
    assertThat(frames.subList(0, frames.size() - 1))
        .allSatisfy(frame -> assertThat(frame.getBytes(UTF_8)).hasSizeLessThan(LONGEST_FRAME));
    return EventStreams.parse(got);
  }
}
