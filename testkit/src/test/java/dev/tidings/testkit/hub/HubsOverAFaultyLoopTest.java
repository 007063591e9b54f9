package dev.tidings.testkit.hub;

import dev.tidings.ProgressHub;
import dev.tidings.testkit.journal.LoopFaults;
import dev.tidings.testkit.journal.LoopStore;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Two hubs on a way that loses and doubles calls, answers and hints. */
class HubsOverAFaultyLoopTest extends HubContract {
  private final LoopStore store = LoopStore.create();
  private final ExecutorService way = Executors.newFixedThreadPool(2);

  /** Both threads of the way draw from it; it is thread-safe. */
  private final Random random = new Random(13);

  @AfterEach
  void stop() {
    way.shutdownNow();
  }

  private ProgressHub hub() {
    return ProgressHub.builder().journal(store.connect(way, LoopFaults.seeded(random, 3))).build();
  }

  @Override
  protected ProgressHub worker() {
    return hub();
  }

  @Override
  protected ProgressHub watcher() {
    return hub();
  }
}
