package dev.tidings.rag;

import dev.tidings.Cancellation;

/** Looks up the passages that an answer rests on. Implementations are thread-safe. */
public interface Retriever {
  /**
   * Looks up passages on the calling thread, telling the listener each step when it happens.
   *
   * @param cancellation checked between the steps
   * @throws RetrievalException if nothing fits ({@link RetrievalException#nothingFound}) or the
   *     index fails
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException;
}
