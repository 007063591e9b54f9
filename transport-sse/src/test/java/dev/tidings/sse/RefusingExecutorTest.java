package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.HubObserver;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskView;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.sink.RecordingSink;
import dev.tidings.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A host's executor that refuses, in whatever way and however often, makes nobody deaf. */
class RefusingExecutorTest {
  private final AtomicInteger refusals = new AtomicInteger();
  private final List<String> told = new ArrayList<>();

  static Stream<Arguments> refusals() {
    return Stream.of(1, 100)
        .flatMap(
            times ->
                Stream.of(
                        new RejectedExecutionException("full"),
                        new IllegalStateException("not started"),
                        new OutOfMemoryError("unable to create native thread"),
                        new StackOverflowError())
                    .map(how -> Arguments.of(times, how)));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable how) throws T {
    throw (T) how;
  }

  private ManualStreams streams(Throwable how) {
    HubObserver observer =
        new HubObserver() {
          @Override
          public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
            told.add("ended " + task.task().id());
          }

          @Override
          public void taskEvicted(TaskView task) {
            told.add("evicted " + task.task().id());
          }
        };
    return ManualStreams.create(
        action -> {
          if (refusals.getAndDecrement() > 0) {
            RefusingExecutorTest.<RuntimeException>sneak(how);
          }
          action.run();
        },
        hub -> hub.observer(observer).retention(Duration.ofMinutes(1)),
        transport -> {});
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyReaderGetsEverything(int times, Throwable how) {
    ManualStreams streams = streams(how);
    ProgressTracker task = streams.start();
    Client early = streams.connect();
    refusals.set(times);
    Client late = streams.connect();
    Client blocking = streams.connect(StreamRequest.forTask("t"), RecordingSink.holdingItsThread());
    List<ProgressEvent> heard = new ArrayList<>();
    task.view().subscribe((view, event) -> heard.add(event));
    Stories.tell(task);

    streams.advance(Duration.ofMillis(50).multipliedBy(times + 3));

    for (Client client : List.of(early, late, blocking)) {
      assertThat(client.answer()).isEqualTo(Stories.ANSWER);
      assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    }
    assertThat(heard).isNotEmpty().last().matches(ProgressEvent::terminal);
    assertThat(streams.transport().sessions()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyTaskThatRanOutOfTimeIsStoppedObservedAndEvicted(int times, Throwable how) {
    ManualStreams streams = streams(how);
    ProgressTracker task = streams.hub().start(Task.create("slow").deadline(Duration.ofSeconds(1)));
    task.cancellation().onRequested(() -> told.add("stopped"));
    refusals.set(times);

    streams.advance(Duration.ofSeconds(1));
    assertThat(task.cancellation().requested()).isTrue();
    assertThat(task.view().terminalSequence()).isPositive();
    streams.advance(Duration.ofMillis(50).multipliedBy(times + 3));
    assertThat(told).containsExactly("stopped", "ended slow");

    refusals.set(times);
    streams.advance(Duration.ofMinutes(2));
    assertThat(told).containsExactly("stopped", "ended slow", "evicted slow");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void ticksAndTheExpiryOfTokensGoOn(int times, Throwable how) {
    ManualStreams streams = streams(how);
    streams.start();
    Client pinged = streams.connect();
    Client expiring =
        streams.connect(StreamRequest.forTask("t").expiresAt(ManualClock.START.plusSeconds(20)));
    refusals.set(times);

    streams.advanceSeconds(40);

    assertThat(pinged.types()).filteredOn("enhanced_ping"::equals).hasSizeBetween(2, 3);
    assertThat(pinged.ended()).isEmpty();
    assertThat(expiring.ended()).contains(SessionEnd.TOKEN_EXPIRED);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void nothingIsKeptForEachTry(int times, Throwable how) {
    ManualStreams streams = streams(how);
    refusals.set(Integer.MAX_VALUE);
    int before = streams.timer().waiting();
    for (int i = 0; i < 50; i++) {
      ProgressTracker task = streams.start("t" + i);
      Client unused = streams.connect(StreamRequest.forTask("t" + i));
      task.token("x");
    }

    streams.advance(Duration.ofMillis(50).multipliedBy(times));

    assertThat(streams.timer().waiting()).isLessThanOrEqualTo(before + 2);
  }
}
