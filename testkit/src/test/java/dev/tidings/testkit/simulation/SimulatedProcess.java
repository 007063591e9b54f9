package dev.tidings.testkit.simulation;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.testkit.journal.LoopFaults;
import dev.tidings.testkit.journal.LoopJournal;
import dev.tidings.testkit.journal.LoopStore;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** A process with its hub, its clocks, its threads and its way to the store. */
final class SimulatedProcess {
  private final LoopJournal journal;
  private final WorldTimer timer;
  private final ProgressHub hub;
  private boolean dead;

  SimulatedProcess(
      World world,
      LoopStore store,
      String name,
      int faults,
      UnaryOperator<ProgressHubBuilder> settings) {
    long off = world.below(2_001) - 1_000L;
    journal = store.connect(world.executor(8_000), LoopFaults.seeded(world.random(), faults));
    timer = new WorldTimer(world);
    Executor threads = world.executor(200);
    hub =
        settings
            .apply(
                ProgressHub.builder()
                    .journal(journal)
                    .epoch(name)
                    .executor(action -> threads.execute(() -> runIfAlive(action)))
                    .scheduler(timer)
                    .ticker(world::nanos)
                    .clock(() -> world.clock(off)))
            .build();
  }

  private void runIfAlive(Runnable action) {
    if (!dead) {
      action.run();
    }
  }

  ProgressHub hub() {
    return hub;
  }

  LoopJournal journal() {
    return journal;
  }

  boolean isDead() {
    return dead;
  }

  /** As by kill -9. */
  void die() {
    dead = true;
    timer.shutdown();
    journal.die();
  }
}
