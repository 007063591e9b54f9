package dev.tidings.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskHead;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import dev.tidings.testing.ManualHub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one connection is told for itself, around what its dialect says to all. */
class VoiceTest {
  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().executor(Runnable::run).build();
  private final AtomicInteger resyncs = new AtomicInteger();
  private final Streams streams =
      Plain.streams(
          hub,
          new StreamObserver() {
            @Override
            public void resynced() {
              resyncs.incrementAndGet();
            }
          });
  private final ProgressTracker task = hub.start(Task.create("t"));
  private final StringBuilder read = new StringBuilder();
  private final Plain.Taking sink = new Plain.Taking(read::append);

  /** Lines that begin with the number of the id and the name. */
  private static final class WithIds extends Plain.LineFraming {
    @Override
    public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
      String line =
          (id == null ? "" : "#" + id.substring(id.indexOf('-') + 1) + " ")
              + (name == null ? "" : name + ": ");
      return (line + new String(body, UTF_8) + "\n").getBytes(UTF_8);
    }
  }

  /** A voice of these tests. */
  private static class Own implements Voice {
    private final Beginning beginning;

    Own(Beginning beginning) {
      this.beginning = beginning;
    }

    @Override
    public Beginning beginning() {
      return beginning;
    }

    @Override
    public void opening(TaskHead head, ProgressEvent.Resync state, Words out) {
      out.message("so far".getBytes(UTF_8));
      out.message(state.snapshot().text().getBytes(UTF_8));
    }
  }

  private Session open(Dialect dialect, Voice voice, Position place) {
    return streams.open(task.view(), Plain.opening(dialect, voice, new WithIds(), place), sink);
  }

  @Test
  void theIdGoesWithTheLastMessageOfAnEvent() {
    Dialect talkative =
        new Plain.Lines() {
          @Override
          public void say(TaskHead head, ProgressEvent event, Words out) {
            out.comment();
            out.message("first".getBytes(UTF_8));
            out.comment();
            out.message("named", "last".getBytes(UTF_8));
            out.comment();
          }
        };

    Session unused = open(talkative, talkative.voice(), Position.START);

    assertThat(read.toString()).isEqualTo("retry\n:\nfirst\n:\n#1 named: last\n:\n");
  }

  @Test
  void aConnectionMayBeginWithTheStateThoughItsPlaceIsKnown() {
    task.token("a");
    task.token("b");

    Session unused = open(new Plain.Lines(), new Own(Voice.Beginning.AT_PRESENT), Position.START);
    task.token("c");

    assertThat(read.toString()).isEqualTo("retry\nso far\n#3 ab\n#4 4 Text c\n");
    assertThat(resyncs).hasValue(0);
  }

  @Test
  void aPlaceThatIsNotKnownIsMadeGoodByTheState() {
    task.token("a");

    Session unused = open(new Plain.Lines(), new Own(Voice.Beginning.AT_PLACE), Position.LOST);

    assertThat(read.toString()).isEqualTo("retry\nso far\n#2 a\n");
    assertThat(resyncs).hasValue(1);
  }

  @Test
  void whoCannotBeToldTheStateIsCutWhereThePlaceIsNotKnown() {
    Voice exact = new Own(Voice.Beginning.AT_PLACE_ONLY);
    assertThat(Streams.reaches(task.view(), Position.LOST, new Plain.Lines(), exact)).isFalse();
    assertThat(Streams.reaches(task.view(), Position.after(1), new Plain.Lines(), exact)).isTrue();

    Session session = open(new Plain.Lines(), exact, Position.LOST);

    assertThat(session.ended()).contains(SessionEnd.FAULT);
    assertThat(sink.ended()).isEqualTo("aborted");
    assertThat(read.toString()).doesNotContain("so far");
  }

  @Test
  void aConnectionIsToldHowFarItIsAtItsBeginningAndAfterEachBatch() {
    List<Voice.Reached> told = new ArrayList<>();
    Voice counting =
        new Own(Voice.Beginning.AT_PLACE) {
          @Override
          public void reached(TaskHead head, Reached reached, Words out) {
            told.add(reached);
            out.message("at", Long.toString(reached.sequence()).getBytes(UTF_8));
          }
        };

    Session session = open(new Plain.Lines(), counting, Position.after(1));
    task.token("a");
    task.complete(TaskResult.of("a"));

    assertThat(told)
        .containsExactly(
            new Voice.Reached(1, true, false),
            new Voice.Reached(2, true, false),
            new Voice.Reached(4, true, true));
    assertThat(read.toString())
        .startsWith("retry\nat: 1\n#2 2 Text a\nat: 2\n")
        .endsWith("#4e 4 Completed \nat: 4\n");
    assertThat(session.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void aConnectionThatIsBehindIsToldSo() {
    for (int i = 0; i < 40; i++) {
      task.token("x".repeat(1_500));
    }
    List<Voice.Reached> told = new ArrayList<>();
    Voice counting =
        new Own(Voice.Beginning.AT_PLACE) {
          @Override
          public void reached(TaskHead head, Reached reached, Words out) {
            told.add(reached);
          }
        };

    Session unused = open(new Plain.Lines(), counting, Position.START);

    assertThat(told).hasSizeGreaterThan(5);
    assertThat(told.get(told.size() - 1)).isEqualTo(new Voice.Reached(41, true, false));
    assertThat(told.subList(0, told.size() - 1)).noneMatch(Voice.Reached::caughtUp);
  }

  @Test
  void aPingIsTheVoicesAndHasNoId() {
    Voice alive =
        new Own(Voice.Beginning.AT_PLACE) {
          @Override
          public void ping(TaskView view, Instant now, Duration connected, Words out) {
            out.message(("alive " + connected.toSeconds()).getBytes(UTF_8));
          }
        };

    Session unused = open(new Plain.Lines(), alive, Position.after(1));
    parts.scheduler().advance(Duration.ofSeconds(16));

    assertThat(read.toString()).matches("retry\nalive 1[3-6]\n");
  }

  @Test
  void aConnectionIsBrokenOrEndsInOrderAsItsVoiceSays() {
    Session broken = open(new Plain.Lines(), new Own(Voice.Beginning.AT_PLACE), Position.START);
    broken.close();
    assertThat(sink.ended()).isEqualTo("aborted");

    Plain.Taking other = new Plain.Taking(read::append);
    Voice orderly =
        new Own(Voice.Beginning.AT_PLACE) {
          @Override
          public boolean endsInOrder() {
            return true;
          }
        };
    Session ended =
        streams.open(
            task.view(),
            Plain.opening(new Plain.Lines(), orderly, new WithIds(), Position.START),
            other);
    ended.close();

    assertThat(ended.ended()).contains(SessionEnd.CLOSED);
    assertThat(other.ended()).isEqualTo("ended");
  }

  @Test
  void aDialectWithoutTextGoesOnInsideJoinedTexts() {
    ProgressTracker joined =
        parts.builder().executor(Runnable::run).retainedBytes(4096).build().start(Task.create("l"));
    for (int i = 0; i < 300; i++) {
      joined.update(Stage.PROCESSING, i / 4, Message.text("step"));
      joined.token("piece");
    }
    Position inside = Position.after(11);
    Dialect silent =
        new Plain.Lines() {
          @Override
          public boolean tellsText() {
            return false;
          }
        };
    Voice exact = new Own(Voice.Beginning.AT_PLACE_ONLY);

    assertThat(Streams.reaches(joined.view(), inside, new Plain.Lines(), exact)).isFalse();
    assertThat(Streams.reaches(joined.view(), inside, silent, exact)).isTrue();
  }
}
