package dev.tidings.rag;

import dev.tidings.Cancellation;

/**
 * A reranker judges what was retrieved once more, against the question: it puts that into another
 * order, and leaves out what does not fit. Implementations are thread-safe: the pipeline calls one
 * from the thread of each question. What it throws ends the task: a {@link RetrievalException} with
 * its code, anything else as {@code internal}.
 */
@FunctionalInterface
public interface Reranker {
  /**
   * The reranker judges passages on the calling thread.
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
