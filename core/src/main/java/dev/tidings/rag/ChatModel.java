package dev.tidings.rag;

import dev.tidings.Cancellation;

/**
 * A language model that writes an answer piece by piece. Implementations are thread-safe: the
 * pipeline calls one from as many threads as it answers questions on. What {@link #stream} throws
 * ends the task: a {@link ChatModelException} with its code, anything else as {@code internal}.
 */
public interface ChatModel {
  /**
   * The model writes, and the calling thread tells the listener each piece as it arrives. The call
   * returns after the model's finish reason; an answer that breaks off before it is an exception.
   *
   * @param cancellation when requested, the connection to the model is closed at once, also before
   *     its first byte, and the call throws
   * @throws ChatModelException if the model fails, refuses, stalls or breaks off
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  ChatCompletion stream(ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException;
}
