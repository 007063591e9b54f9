package dev.tidings.rag;

import dev.tidings.Cancellation;
import java.util.List;

/** Turns texts into vectors that can be compared. Implementations are thread-safe. */
public interface Embedder {
  /**
   * Embeds texts, on the calling thread, in batches where there are many, telling the listener each
   * batch when it is done.
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
   * Embeds one text.
   *
   * @throws EmbeddingException if it cannot be embedded
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  default float[] embed(String text, Cancellation cancellation) throws EmbeddingException {
    return embed(List.of(text), EmbeddingListener.none(), cancellation).get(0);
  }
}
