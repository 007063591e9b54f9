package dev.tidings.testkit.hub;

import dev.tidings.ProgressHub;
import dev.tidings.testkit.journal.LoopStore;

/** Two hubs that share nothing but stored bytes. */
class HubsOverTheLoopTest extends HubContract {
  private final LoopStore store = LoopStore.create();

  @Override
  protected ProgressHub worker() {
    return ProgressHub.builder().journal(store.connect()).build();
  }

  @Override
  protected ProgressHub watcher() {
    return ProgressHub.builder().journal(store.connect()).build();
  }
}
