package dev.tidings.rag;

/**
 * Is told what a {@link ChatModel} really does, on the thread that called the model, in the order
 * of the methods below.
 */
public interface ChatListener {
  /** The whole prompt has left for the model. At most once, also when a request is tried again. */
  void sent();

  /**
   * A piece of the answer arrived.
   *
   * @param text not empty; exactly as the model gave it
   */
  void content(String text);

  /**
   * The model said why it stopped; no content follows.
   *
   * @param finishReason in the model's own word: {@code stop}, {@code length}
   */
  void finished(String finishReason);
}
