package dev.tidings.rag;

import dev.tidings.Cancellation;

/** A language model that writes an answer piece by piece. Implementations are thread-safe. */
public interface ChatModel {
  /**
   * Has the model write, on the calling thread, telling the listener each piece as it arrives.
   * Returns after the model's finish reason; an answer that breaks off before it is an exception.
   *
   * @param cancellation when requested, the connection to the model is closed at once, also before
   *     its first byte, and the call throws
   * @throws ChatModelException if the model fails, refuses, stalls or breaks off
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  ChatCompletion stream(ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException;
}
