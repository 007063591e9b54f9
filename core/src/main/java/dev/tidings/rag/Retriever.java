package dev.tidings.rag;

import dev.tidings.Cancellation;

/**
 * A retriever looks up the passages that an answer rests on. Implementations are thread-safe: the
 * pipeline calls one from the thread of each question. What it throws ends the task: a {@link
 * RetrievalException} with its code, anything else as {@code internal}.
 */
public interface Retriever {
  /**
   * The retriever looks up passages on the calling thread, and tells the listener each step when it
   * happens.
   *
   * @param cancellation checked between the steps
   * @throws RetrievalException if nothing fits ({@link RetrievalException#nothingFound}) or the
   *     index fails
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException;
}
