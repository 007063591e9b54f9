package dev.tidings.rag;

import java.util.List;

/**
 * A template turns a question and what was retrieved for it into a prompt. It is thread-safe: the
 * pipeline calls it from the thread of each question. What it throws ends the task as {@code
 * internal}.
 */
@FunctionalInterface
public interface PromptTemplate {
  /**
   * The template writes the prompt.
   *
   * @param passages best first, at least one
   */
  List<ChatMessage> render(RagQuery query, List<Passage> passages);
}
