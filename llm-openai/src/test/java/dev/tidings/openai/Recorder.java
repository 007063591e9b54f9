package dev.tidings.openai;

import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what a model tells, in order. */
final class Recorder implements ChatListener {
  private final List<String> calls = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private final List<String> thoughts = new ArrayList<>();
  private final List<ChatAttempt> attempts = new ArrayList<>();
  private final List<ChatToolCall> toolCalls = new ArrayList<>();
  private Consumer<String> onContent = text -> {};

  /** Runs with each piece, on the thread that delivers it. */
  Recorder onContent(Consumer<String> action) {
    onContent = action;
    return this;
  }

  @Override
  public void sent() {
    calls.add("sent");
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
  public void toolCall(ChatToolCall call) {
    toolCalls.add(call);
  }

  @Override
  public void content(String text) {
    calls.add("content " + text);
    pieces.add(text);
    onContent.accept(text);
  }

  @Override
  public void finished(String finishReason) {
    calls.add("finished " + finishReason);
  }

  List<String> calls() {
    return calls;
  }

  List<String> pieces() {
    return pieces;
  }

  List<String> thoughts() {
    return thoughts;
  }

  List<ChatAttempt> attempts() {
    return attempts;
  }

  List<ChatToolCall> toolCalls() {
    return toolCalls;
  }
}
