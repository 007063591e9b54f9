package dev.tidings.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Message;
import dev.tidings.MessageCatalog;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskHead;
import dev.tidings.TaskResult;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.Words;
import dev.tidings.testing.ManualHub;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown while one client is served ends that client's session and nothing else. */
class SessionFaultTest {
  private final ManualHub parts = ManualHub.create();

  static Stream<Throwable> faults() {
    return Stream.of(
        new OutOfMemoryError("made up"),
        new StackOverflowError("made up"),
        new LinkageError("made up"),
        new AssertionError("made up"),
        new IllegalStateException("made up"),
        new ThreadDeath(),
        new Throwable("of no kind at all"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable fault) throws T {
    throw (T) fault;
  }

  private void tell(ProgressTracker task) {
    task.update(Stage.PROCESSING, 5, Message.of("step"));
    parts.executor().runAll();
    task.token("text");
    parts.executor().runAll();
    task.complete(TaskResult.of("text"));
    parts.executor().runAll();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whileAnEventIsEncoded(Throwable fault) {
    ProgressHub hub = parts.builder().build();
    Streams streams = Plain.streams(hub);
    ProgressTracker task = hub.start(Task.create("t"));
    Dialect faulty =
        new Plain.Lines() {
          @Override
          public String name() {
            return "faulty";
          }

          @Override
          public void say(TaskHead view, ProgressEvent event, Words out) {
            if (event.sequence() == 3) {
              SessionFaultTest.<RuntimeException>sneak(fault);
            }
            super.say(view, event, out);
          }
        };
    check(streams, task, Plain.opening(faulty), new Plain.Taking(text -> {}));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whileTheSinkIsWrittenTo(Throwable fault) {
    ProgressHub hub = parts.builder().build();
    Streams streams = Plain.streams(hub);
    ProgressTracker task = hub.start(Task.create("t"));
    Plain.Taking faulty =
        new Plain.Taking(text -> {}) {
          private int writes;

          @Override
          public void write(ByteBuffer bytes) {
            if (++writes == 2) {
              SessionFaultTest.<RuntimeException>sneak(fault);
            }
          }
        };
    check(streams, task, Plain.opening(new Plain.Lines()), faulty);
  }

  private void check(Streams streams, ProgressTracker task, Opening opening, Plain.Taking sink) {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    Plain.Taking first = new Plain.Taking(before::append);
    Plain.Taking last = new Plain.Taking(after::append);
    Session early = streams.open(task.view(), Plain.opening(new Plain.Lines()), first);
    Session broken = streams.open(task.view(), opening, sink);
    Session late = streams.open(task.view(), Plain.opening(new Plain.Lines()), last);

    tell(task);

    assertThat(broken.ended()).contains(SessionEnd.FAULT);
    assertThat(sink.ended()).isEqualTo("aborted");
    assertThat(early.ended()).contains(SessionEnd.COMPLETED);
    assertThat(late.ended()).contains(SessionEnd.COMPLETED);
    assertThat(before.toString()).endsWith("5 Completed \n").isEqualTo(after.toString());
    assertThat(streams.count()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whileTheSessionIsMade(Throwable fault) {
    ProgressHub hub = parts.builder().build();
    Streams streams = Plain.streams(hub);
    ProgressTracker task = hub.start(Task.create("t"));
    Dialect faulty =
        new Plain.Lines() {
          @Override
          public String name() {
            SessionFaultTest.<RuntimeException>sneak(fault);
            return "";
          }
        };

    assertThatThrownBy(
            () -> streams.open(task.view(), Plain.opening(faulty), new Plain.Taking(text -> {})))
        .isSameAs(fault);

    assertThat(streams.count()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  static Stream<Throwable> errors() {
    return faults().filter(fault -> !(fault instanceof RuntimeException));
  }

  @Test
  void aMessageThatCannotBeRenderedShowsItsKeyAndHurtsNobody() {
    MessageCatalog faulty =
        (message, locale) -> {
          throw new IllegalArgumentException("can't parse argument number: x");
        };
    StringBuilder read = new StringBuilder();
    ProgressHub hub = parts.builder().messages(faulty).build();
    Streams streams = Plain.streams(hub);
    ProgressTracker task = hub.start(Task.create("t"));
    Session session =
        streams.open(task.view(), Plain.opening(new Plain.Lines()), new Plain.Taking(read::append));

    tell(task);

    assertThat(session.ended()).contains(SessionEnd.COMPLETED);
    assertThat(read).contains("2 Progress step\n").contains("4 Progress task.completed\n");
  }

  @ParameterizedTest
  @MethodSource("errors")
  void whileAMessageIsRendered(Throwable fault) {
    MessageCatalog faulty =
        (message, locale) -> {
          if ("step".equals(message.key())) {
            SessionFaultTest.<RuntimeException>sneak(fault);
          }
          return message.toString();
        };
    ProgressHub hub = parts.builder().messages(faulty).build();
    Streams streams = Plain.streams(hub);
    ProgressTracker hurt = hub.start(Task.create("hurt"));
    ProgressTracker other = hub.start(Task.create("other"));
    Session ending =
        streams.open(hurt.view(), Plain.opening(new Plain.Lines()), new Plain.Taking(t -> {}));
    Session whole =
        streams.open(other.view(), Plain.opening(new Plain.Lines()), new Plain.Taking(t -> {}));

    tell(hurt);
    other.complete(TaskResult.of("text"));
    parts.executor().runAll();

    assertThat(ending.ended()).contains(SessionEnd.FAULT);
    assertThat(whole.ended()).contains(SessionEnd.COMPLETED);
    assertThat(hurt.view().snapshot().outcome()).isPresent();
  }
}
