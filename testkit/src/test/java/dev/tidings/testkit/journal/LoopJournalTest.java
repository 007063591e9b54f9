package dev.tidings.testkit.journal;

import dev.tidings.journal.Journal;

class LoopJournalTest extends JournalContract {
  private final LoopStore store = LoopStore.create();

  @Override
  protected Journal connect() {
    return store.connect();
  }
}
