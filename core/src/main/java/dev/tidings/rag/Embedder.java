package dev.tidings.rag;

import dev.tidings.Cancellation;
import java.util.List;

/**
 * An embedder turns texts into vectors that can be compared. Implementations are thread-safe: an
 * index calls one from the thread that embeds and from each that searches.
 */
public interface Embedder {
  /**
   * The embedder embeds texts, on the calling thread, in batches where there are many, and tells
   * the listener each batch when it is done.
   *
   * @param texts none blank; may be empty
   * @param cancellation when requested, what runs is stopped at once, and the call throws
   * @return a vector for each text, in their order, all of the same length; the caller's own
   * @throws EmbeddingException if a text cannot be embedded; then there is no part of the result
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  List<float[]> embed(List<String> texts, EmbeddingListener listener, Cancellation cancellation)
      throws EmbeddingException;

  /**
   * The embedder embeds one text.
   *
   * @throws EmbeddingException if it cannot be embedded
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  default float[] embed(String text, Cancellation cancellation) throws EmbeddingException {
    return embed(List.of(text), EmbeddingListener.none(), cancellation).get(0);
  }
}
