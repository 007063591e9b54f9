package dev.tidings.rag;

/**
 * A listener is told what an {@link Embedder} really does, by the thread that called it. What it
 * throws ends that call and comes out of it unchanged.
 */
public interface EmbeddingListener {
  /** A listener that does nothing. */
  static EmbeddingListener none() {
    return (done, total) -> {};
  }

  /**
   * A batch is done.
   *
   * @param done how many texts are embedded so far
   * @param total how many there are
   */
  void embedded(int done, int total);

  /** A batch is about to be tried again, after the delay that the attempt names. */
  default void attempt(ChatAttempt attempt) {}
}
