package dev.tidings.openai;

import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk of a stream says, or a whole completion that was not streamed. One is filled again
 * and again, so that a chunk costs its texts and nothing else. Used by one thread.
 */
final class Chunk {
  private static final int MOST_TOOL_CALLS = 128;

  /** Who writes; stays from chunk to chunk. */
  @Nullable String model;

  /** The tokens used so far, or null. */
  @Nullable TokenUsage usage;

  /** What went wrong, or null. */
  @Nullable ErrorReport error;

  /** The piece of the answer; empty if there is none. */
  String content = "";

  /** The piece of the model's reasoning; empty if there is none, or if it is kept hidden. */
  String reasoning = "";

  /** Whether there is a piece of reasoning, hidden or not. */
  boolean thinking;

  /** The piece of a refusal; empty if there is none. */
  String refusal = "";

  /** Why the model stopped, or null. */
  @Nullable String finishReason;

  /** Whether this is a whole message, and not a piece of one. */
  boolean message;

  /** Whether a tool is being called, named here or not. */
  boolean callingTool;

  private final List<ChatToolCall> toolCalls = new ArrayList<>();
  private double[] logprobs = {};
  private int logprobCount;

  /** Forgets all but the model. */
  void clear() {
    usage = null;
    error = null;
    clearChoice();
  }

  /** Forgets the choice, which was not the first. */
  void clearChoice() {
    clearSaid();
    finishReason = null;
    logprobCount = 0;
  }

  /** Forgets what the choice says, but not why it ends. */
  void clearSaid() {
    content = "";
    reasoning = "";
    thinking = false;
    refusal = "";
    message = false;
    callingTool = false;
    toolCalls.clear();
  }

  /** The tools whose calls begin here. */
  List<ChatToolCall> toolCalls() {
    return toolCalls;
  }

  /** Keeps the call, unless there are more than any model makes at once. */
  void addToolCall(ChatToolCall call) {
    if (toolCalls.size() < MOST_TOOL_CALLS) {
      toolCalls.add(call);
    }
  }

  int logprobCount() {
    return logprobCount;
  }

  /** The natural logarithm of the probability of a token. */
  double logprob(int index) {
    return logprobs[index];
  }

  void addLogprob(double logprob) {
    if (logprobCount == logprobs.length) {
      logprobs = Arrays.copyOf(logprobs, Math.max(8, 2 * logprobCount));
    }
    logprobs[logprobCount++] = logprob;
  }

  /** One token without a probability makes those of the others useless. */
  void clearLogprobs() {
    logprobCount = 0;
  }
}
