package dev.tidings.rag;

/** Is told what an {@link Embedder} really does, on the thread that called it. */
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
