package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;

/** Where questions are kept, as the health page says it. */
final class JournalStatus {
  static final String AWAY = "away";

  private final ProgressHub hub;
  private final boolean shared;

  JournalStatus(ProgressHub hub, boolean shared) {
    this.hub = hub;
    this.shared = shared;
  }

  String name() {
    if (!shared) {
      return "memory";
    }
    return hub.journalAvailable() ? "redis" : AWAY;
  }
}
