package dev.tidings.testkit.hub;

import dev.tidings.ProgressHub;

/** A hub without a journal. */
class LoneHubTest extends HubContract {
  private final ProgressHub hub = ProgressHub.builder().build();

  @Override
  protected ProgressHub worker() {
    return hub;
  }

  @Override
  protected ProgressHub watcher() {
    return hub;
  }
}
