package dev.tidings.openai;

import dev.tidings.rag.ChatListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what a model tells, in order. */
final class Recorder implements ChatListener {
  private final List<String> calls = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
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
}
