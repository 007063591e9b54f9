package dev.tidings.rag;

import java.util.List;
import java.util.Objects;

/**
 * What a model is asked to write. Immutable.
 *
 * @param messages the prompt
 * @param options how it is to be written
 * @param query the question behind the prompt
 * @param passages what was retrieved for it, best first; already worked into the prompt
 */
public record ChatRequest(
    List<ChatMessage> messages, ChatOptions options, RagQuery query, List<Passage> passages) {
  /** Takes copies. */
  public ChatRequest {
    messages = List.copyOf(messages);
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(query, "query");
    passages = List.copyOf(passages);
  }

  /** A request that leaves it to the model how it writes. */
  public ChatRequest(List<ChatMessage> messages, RagQuery query, List<Passage> passages) {
    this(messages, ChatOptions.none(), query, passages);
  }
}
