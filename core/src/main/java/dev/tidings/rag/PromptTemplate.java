package dev.tidings.rag;

import java.util.List;

/** Turns a question and what was retrieved for it into a prompt. Thread-safe. */
@FunctionalInterface
public interface PromptTemplate {
  /**
   * Writes the prompt.
   *
   * @param passages best first, at least one
   */
  List<ChatMessage> render(RagQuery query, List<Passage> passages);
}
