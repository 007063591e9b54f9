package dev.tidings;

import static dev.tidings.testing.ManualHub.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.testing.EventReference;
import dev.tidings.testing.ManualHub;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final Message HELLO = Message.text("hello");

  private final ManualHub parts = ManualHub.create();
  private final ProgressHub hub = parts.builder().retainedBytes(4096).build();
  private final ProgressTracker tracker = hub.start(Task.create("t"));
  private final TaskView view = tracker.view();

  private void work(int steps) {
    for (int i = 0; i < steps; i++) {
      tracker.update(Stage.GENERATING_LLM, 65, Message.text("step " + i));
      tracker.token("<" + i + ">");
    }
  }

  @Test
  void aCursorReadsEachEventOnce() {
    EventCursor cursor = view.cursor(Position.START);
    work(2);

    assertThat(cursor.lag()).isEqualTo(5);
    assertThat(cursor.read(2)).extracting(ProgressEvent::sequence).containsExactly(1L, 2L);
    assertThat(cursor.lag()).isEqualTo(3);
    assertThat(cursor.read(64)).extracting(ProgressEvent::sequence).containsExactly(3L, 4L, 5L);
    assertThat(cursor.read(64)).isEmpty();
    assertThat(cursor.ended()).isFalse();

    tracker.cancel();
    assertThat(cursor.read(64)).singleElement().matches(ProgressEvent::terminal);
    assertThat(cursor.ended()).isTrue();
    assertThat(cursor.lag()).isZero();
    assertThat(cursor.read(64)).isEmpty();
  }

  @Test
  void aCursorBeginsRightAfterItsPosition() {
    work(2);

    assertThat(view.cursor(Position.after(3)).read(9))
        .extracting(ProgressEvent::sequence)
        .containsExactly(4L, 5L);
    assertThat(view.cursor(Position.after(5)).read(9)).isEmpty();
  }

  @Test
  void aCursorThatBeginsAtTheTerminalEventHasEnded() {
    tracker.cancel();

    EventCursor cursor = view.cursor(Position.after(2));

    assertThat(cursor.ended()).isTrue();
    assertThat(cursor.read(9)).isEmpty();
  }

  @Test
  void aPlaceThatIsNotKnownBeginsWithAResync() {
    work(2);
    Resync expected = new Resync(5, view.createdAt().toEpochMilli(), view.snapshot());

    for (Position lost :
        List.of(Position.LOST, Position.after(6), Position.after(Long.MAX_VALUE))) {
      EventCursor cursor = view.cursor(lost);
      assertThat(cursor.lag()).isLessThanOrEqualTo(5);
      assertThat(cursor.read(9)).containsExactly(expected);
      assertThat(cursor.read(9)).isEmpty();
    }
    EventCursor cursor = view.cursor(Position.LOST);
    cursor.read(9);
    tracker.token("live");
    assertThat(cursor.read(9)).extracting(ProgressEvent::sequence).containsExactly(6L);
  }

  @Test
  void theTerminalEventFollowsTheResyncOfAFinishedTask() {
    work(1);
    tracker.complete(TaskResult.of("<0>"));
    List<ProgressEvent> all = eventsOf(view);

    List<ProgressEvent> read = view.cursor(Position.LOST).read(9);

    assertThat(read).hasSize(2);
    EventReference.of(all).assertRead(-1, read);
    assertThat(read.get(1)).isEqualTo(all.get(4));
  }

  @Test
  void aReadGivesNoMoreThanItWasAskedFor() {
    work(1);
    tracker.cancel();
    EventCursor cursor = view.cursor(Position.LOST);

    assertThat(cursor.read(1)).singleElement().isInstanceOf(Resync.class);
    assertThat(cursor.ended()).isFalse();
    assertThat(cursor.read(1)).singleElement().matches(ProgressEvent::terminal);
    assertThat(cursor.ended()).isTrue();
  }

  @Test
  void aReaderThatIsFarBehindALogAtItsBoundIsToldTheWholeTextWithoutAResync() {
    EventCursor slow = view.cursor(Position.START);
    assertThat(slow.read(1)).hasSize(1);
    work(3);
    assertThat(slow.read(4)).hasSize(4);
    work(200);

    List<ProgressEvent> read = slow.read(500);

    assertThat(read).hasSizeLessThan(60).noneMatch(Resync.class::isInstance);
    assertThat(textOf(read)).startsWith("<2><0><1>").endsWith("<198><199>");
    assertThat(slow.lag()).isZero();
    work(1);
    assertThat(slow.read(64)).extracting(ProgressEvent::sequence).containsExactly(408L, 409L);
  }

  @Test
  void whoeverComesLateToALogAtItsBoundIsToldTheStoryFromItsFirstEvent() {
    work(200);

    List<ProgressEvent> read = view.cursor(Position.START).read(500);

    assertThat(read).extracting(ProgressEvent::sequence).startsWith(1L, 2L);
    assertThat(((Progress) read.get(1)).entersStage()).isTrue();
    assertThat(textOf(read)).isEqualTo(view.snapshot().text());
  }

  @Test
  void aSequenceInsideAJoinedTextBeginsWithAResyncAndNoOtherFollows() {
    work(200);

    EventCursor inside = view.cursor(Position.after(5));
    List<ProgressEvent> first = inside.read(9);
    work(200);

    assertThat(first).singleElement().isInstanceOf(Resync.class);
    TaskSnapshot snapshot = ((Resync) first.get(0)).snapshot();
    assertThat(snapshot.text()).startsWith("<0><1><2>").endsWith("<198><199>");
    List<ProgressEvent> rest = inside.read(999);
    assertThat(rest).noneMatch(Resync.class::isInstance);
    assertThat(snapshot.text() + textOf(rest)).isEqualTo(view.snapshot().text());
  }

  private static String textOf(List<ProgressEvent> events) {
    StringBuilder all = new StringBuilder();
    events.forEach(event -> all.append(event instanceof Text text ? text.text() : ""));
    return all.toString();
  }

  @Test
  void aReaderThatKeepsUpNeverSeesAResync() {
    EventCursor cursor = view.cursor(Position.START);
    EventCursor behind = view.cursor(Position.START);
    for (int i = 0; i < 500; i++) {
      work(1);
      assertThat(cursor.read(9)).hasSizeBetween(2, 3).noneMatch(Resync.class::isInstance);
      if (i % 3 == 0) {
        assertThat(behind.read(9)).noneMatch(Resync.class::isInstance);
      }
    }
  }

  @Test
  void aCoalescedReadSkipsReplacedProgressAndJoinsTheTextsItSeparated() {
    tracker.update(Stage.PROCESSING, 5, HELLO);
    tracker.update(Stage.GENERATING_LLM, 65, HELLO);
    tracker.token("a");
    tracker.update(Stage.GENERATING_LLM, 70, HELLO);
    tracker.token("b");
    tracker.update(Stage.GENERATING_LLM, 75, HELLO);
    tracker.cancel();
    List<ProgressEvent> all = eventsOf(view);
    long millis = view.createdAt().toEpochMilli();

    EventCursor cursor = view.cursor(Position.START);

    assertThat(cursor.readCoalesced(99))
        .containsExactly(
            all.get(0),
            all.get(1),
            all.get(2),
            new Text(6, millis, Stage.GENERATING_LLM, "ab", 0),
            all.get(6),
            all.get(7));
    assertThat(cursor.ended()).isTrue();
    assertThat(((Progress) all.get(6)).percent()).isEqualTo(75);
  }

  @Test
  void anActionRunsAfterAppendsUntilItIsTakenBack() {
    AtomicInteger wakes = new AtomicInteger();
    Registration registration = view.cursor(Position.START).onAppend(wakes::incrementAndGet);
    assertThat(view.subscribers()).isEqualTo(1);

    work(10);
    parts.executor().runAll();
    assertThat(wakes).as("one run for many appends").hasValue(1);
    tracker.token("a");
    parts.executor().runAll();
    assertThat(wakes).hasValue(2);

    registration.close();
    registration.close();
    tracker.token("b");
    assertThat(parts.executor().pending()).isZero();
    assertThat(view.subscribers()).isZero();
  }

  @Test
  void anActionRegisteredTwiceIsTwoRegistrations() {
    AtomicInteger wakes = new AtomicInteger();
    Runnable action = wakes::incrementAndGet;
    EventCursor cursor = view.cursor(Position.START);
    Registration first = cursor.onAppend(action);
    cursor.onAppend(action);

    first.close();
    first.close();
    tracker.token("a");
    parts.executor().runAll();

    assertThat(wakes).hasValue(1);
    assertThat(view.subscribers()).isEqualTo(1);
  }

  @Test
  void anActionThatThrowsHurtsNoOther() {
    AtomicInteger wakes = new AtomicInteger();
    view.cursor(Position.START)
        .onAppend(
            () -> {
              throw new AssertionError("from the action");
            });
    view.cursor(Position.START).onAppend(wakes::incrementAndGet);

    tracker.token("a");
    parts.executor().runAll();

    assertThat(wakes).hasValue(1);
  }

  @Test
  void aTaskThatNobodyWatchesNeedsNoExecutor() {
    work(100);

    assertThat(parts.executor().pending()).isZero();
  }

  @Test
  void aPositionIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Position.after(-1))
        .withMessageContaining("sequence -1");
  }
}
