package dev.tidings.testkit.chat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A listener that writes down what a model tells, in order. One thread uses it, the one that calls
 * the model.
 */
public final class RecordingChatListener implements ChatListener {
  private final List<String> calls = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private final List<String> thoughts = new ArrayList<>();
  private final List<ChatAttempt> attempts = new ArrayList<>();
  private final List<ChatToolCall> toolCalls = new ArrayList<>();
  private Runnable onSent = () -> {};
  private Consumer<String> onContent = piece -> {};

  /** A listener that only writes down. */
  public RecordingChatListener() {}

  /** The listener has the action run when the prompt was sent, on the thread that tells it. */
  @CanIgnoreReturnValue
  public RecordingChatListener onSent(Runnable action) {
    onSent = action;
    return this;
  }

  /** The listener has the action run with each piece, on the thread that delivers it. */
  @CanIgnoreReturnValue
  public RecordingChatListener onContent(Consumer<String> action) {
    onContent = action;
    return this;
  }

  @Override
  public void sent() {
    calls.add("sent");
    onSent.run();
  }

  @Override
  public void attempt(ChatAttempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public void reasoning(String text) {
    thoughts.add(text);
  }

  @Override
  public void content(String text) {
    calls.add("content " + text);
    pieces.add(text);
    onContent.accept(text);
  }

  @Override
  public void toolCall(ChatToolCall call) {
    toolCalls.add(call);
  }

  @Override
  public void finished(String finishReason) {
    calls.add("finished " + finishReason);
  }

  /** What was told of the prompt, the content and the end: {@code sent}, {@code content x}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The pieces of the answer. */
  public List<String> pieces() {
    return List.copyOf(pieces);
  }

  /** The answer so far. */
  public String text() {
    return String.join("", pieces);
  }

  /** The pieces of reasoning. */
  public List<String> thoughts() {
    return List.copyOf(thoughts);
  }

  /** The further tries. */
  public List<ChatAttempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The tools that were asked for. */
  public List<ChatToolCall> toolCalls() {
    return List.copyOf(toolCalls);
  }
}
