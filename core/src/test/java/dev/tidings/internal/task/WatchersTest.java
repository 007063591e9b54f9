package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Registration;
import dev.tidings.internal.run.Line;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualExecutor;
import dev.tidings.testkit.time.ManualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchersTest {
  private static final int MANY = 300;

  private final ManualExecutor executor = new ManualExecutor();
  private final ManualScheduler scheduler = new ManualScheduler(new ManualClock());
  private final Line line = new Line(executor, scheduler, 2, 32);
  private final Watchers watchers = new Watchers(line);
  private final List<Integer> woken = new ArrayList<>();

  private void watch(int readers) {
    for (int i = 0; i < readers; i++) {
      int reader = i;
      Registration unused = watchers.add(line.once(() -> woken.add(reader)), () -> {});
    }
  }

  @Test
  void everyReaderOfManyIsWokenOnce() {
    watch(MANY);
    watchers.wake();
    executor.runAll();

    assertThat(woken).containsExactlyElementsOf(IntStream.range(0, MANY).boxed().toList());
  }

  @Test
  void manyAppendsBeforeTheTurnWakeOnce() {
    watch(1);
    watchers.wake();
    watchers.wake();
    executor.runAll();
    assertThat(woken).containsExactly(0);

    watchers.wake();
    executor.runAll();
    assertThat(woken).containsExactly(0, 0);
  }

  @Test
  void readersOfAnotherLineAreWokenToo() {
    Line other = new Line(executor, scheduler, 2, 0);
    Registration unused = watchers.add(other.once(() -> woken.add(-1)), () -> {});
    watch(2);
    watchers.wake();
    executor.runAll();

    assertThat(woken).containsExactlyInAnyOrder(-1, 0, 1);
  }

  @Test
  void manyReadersAreWokenByMoreThanOneRun() {
    watch(MANY);
    watchers.wake();
    assertThat(executor.pending()).isEqualTo(1);
    List<Integer> runsWaiting = new ArrayList<>();
    Line.Turn last = line.once(() -> runsWaiting.add(executor.pending()));
    Registration unused = watchers.add(last, () -> {});

    executor.runAll();

    assertThat(runsWaiting).containsExactly(1);
  }

  @Test
  void aReaderThatThrowsKeepsNobodyElseFromBeingWoken() {
    Line.Turn faulty =
        line.once(
            () -> {
              throw new IllegalStateException("a fault of this reader");
            });
    Registration unused = watchers.add(faulty, () -> {});
    watch(MANY);
    watchers.wake();
    executor.runAll();

    assertThat(woken).hasSize(MANY);
  }

  @Test
  void aPlaceIsTakenBackOnceThoughItsReaderHasTwo() {
    Line.Turn reader = line.once(() -> woken.add(0));
    List<String> left = new ArrayList<>();
    Registration first = watchers.add(reader, () -> left.add("first"));
    Registration unused = watchers.add(reader, () -> left.add("second"));

    first.close();
    first.close();

    assertThat(left).containsExactly("first");
    assertThat(watchers.count()).isEqualTo(1);
  }
}
