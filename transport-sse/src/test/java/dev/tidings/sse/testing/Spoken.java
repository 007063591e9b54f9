package dev.tidings.sse.testing;

import dev.tidings.dialects.Dialects;
import dev.tidings.stream.Dialect;

/** The dialects that come with Tidings, for tests that go through all of them. */
public enum Spoken {
  /** The newer clients'. */
  ENHANCED,
  /** The older clients'. */
  TRADITIONAL;

  /** The dialect. */
  public Dialect dialect() {
    return switch (this) {
      case ENHANCED -> Dialects.enhanced();
      case TRADITIONAL -> Dialects.traditional();
    };
  }
}
