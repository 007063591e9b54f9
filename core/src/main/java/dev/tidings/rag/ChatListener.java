package dev.tidings.rag;

/**
 * A listener is told what a {@link ChatModel} really does, by the thread that called the model, one
 * call after the other. What it throws ends the call of the model and comes out of it unchanged.
 * The prompt is sent first; {@link #attempt}, {@link #reasoning} and {@link #toolCall} come when
 * they happen, possibly never; the reason for finishing comes last.
 *
 * <p>A model that is an agent asks in several rounds, each with a prompt that is sent and a reason
 * for finishing. A round that calls a tool, or whose reason is {@code tool_calls} or {@code
 * function_call}, is not the last.
 */
public interface ChatListener {
  /**
   * The whole prompt has left for the model. The model tells this at most once in a round, also
   * when a request is tried again.
   */
  void sent();

  /**
   * The model is about to be tried again, after the delay that the attempt names. The model never
   * tells this after content.
   */
  default void attempt(ChatAttempt attempt) {}

  /**
   * The model is thinking: a sign of life, and no part of the answer.
   *
   * @param text a piece of its reasoning; empty where the endpoint keeps it to itself
   */
  default void reasoning(String text) {}

  /**
   * A piece of the answer arrived.
   *
   * @param text not empty; exactly as the model gave it
   */
  void content(String text);

  /**
   * The model asks for a tool, when its name is known. Whoever runs the tool tells the same call
   * again when it is {@link ChatToolCall.State#DONE} or {@link ChatToolCall.State#FAILED}.
   */
  default void toolCall(ChatToolCall call) {}

  /**
   * The model said why it stopped; nothing of this round follows.
   *
   * @param finishReason in the model's own word: {@code stop}, {@code length}
   */
  void finished(String finishReason);
}
