package dev.tidings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchersTest {
  private static final int MANY = 300;

  private final Queue<Runnable> executor = new ArrayDeque<>();
  private final Dispatcher dispatcher = new Dispatcher(executor::add, 2);
  private final Watchers watchers = new Watchers(dispatcher);
  private final List<Integer> woken = new ArrayList<>();

  private void watch(int readers) {
    for (int i = 0; i < readers; i++) {
      int reader = i;
      Registration unused = watchers.add(() -> woken.add(reader));
    }
  }

  private void runAll() {
    for (Runnable run = executor.poll(); run != null; run = executor.poll()) {
      run.run();
    }
  }

  @Test
  void everyReaderOfManyIsWokenOnce() {
    watch(MANY);
    watchers.wake();
    runAll();

    assertThat(woken).containsExactlyElementsOf(IntStream.range(0, MANY).boxed().toList());
  }

  @Test
  void manyAppendsBeforeADispatchWakeOnce() {
    watch(1);
    watchers.wake();
    watchers.wake();
    runAll();
    assertThat(woken).containsExactly(0);

    watchers.wake();
    runAll();
    assertThat(woken).containsExactly(0, 0);
  }

  @Test
  void aTaskWithManyReadersLetsAnotherOneInBetween() {
    watch(MANY);
    Watchers other = new Watchers(dispatcher);
    List<Integer> wokenBefore = new ArrayList<>();
    Registration unused = other.add(() -> wokenBefore.add(woken.size()));

    watchers.wake();
    other.wake();
    runAll();

    assertThat(wokenBefore).hasSize(1);
    assertThat(wokenBefore.get(0)).isLessThan(MANY / 2);
  }

  @Test
  void manyReadersAreWokenByMoreThanOneRun() {
    watch(MANY);
    watchers.wake();
    assertThat(executor).hasSize(1);

    List<Integer> runsWaiting = new ArrayList<>();
    Registration unused = watchers.add(() -> runsWaiting.add(executor.size()));
    runAll();

    assertThat(runsWaiting).containsExactly(1);
  }

  @Test
  void aReaderThatThrowsKeepsNobodyElseFromBeingWoken() {
    Registration unused =
        watchers.add(
            () -> {
              throw new IllegalStateException("a fault of this reader");
            });
    watch(MANY);
    watchers.wake();
    runAll();

    assertThat(woken).hasSize(MANY);
  }
}
