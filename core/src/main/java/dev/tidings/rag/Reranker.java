package dev.tidings.rag;

import dev.tidings.Cancellation;

/**
 * Judges what was retrieved once more, against the question: puts it into another order, and leaves
 * out what does not fit. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Reranker {
  /**
   * Judges passages on the calling thread.
   *
   * @param found what the retrievers found, in their order
   * @param listener may be told {@link RetrievalListener#reranking} as passages are judged
   * @param cancellation when requested, what runs is stopped, and the call throws
   * @return what stays, best first, and how surely it is what was asked for
   * @throws RetrievalException if nothing fits ({@link RetrievalException#nothingFound}) or the
   *     judge fails
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  Retrieval rerank(
      RagQuery query, Retrieval found, RetrievalListener listener, Cancellation cancellation)
      throws RetrievalException;
}
