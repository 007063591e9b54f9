package dev.tidings.rag;

import java.util.List;
import java.util.Objects;

/**
 * What a prompt was made of; all of it is worked into the messages already. It is immutable.
 *
 * @param query the question
 * @param passages what was retrieved for it, best first
 */
public record RagContext(RagQuery query, List<Passage> passages) {
  /** The constructor takes a copy of the passages. */
  public RagContext {
    Objects.requireNonNull(query, "query");
    passages = List.copyOf(passages);
  }
}
