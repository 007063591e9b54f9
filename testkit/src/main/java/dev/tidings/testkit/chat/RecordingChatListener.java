package dev.tidings.testkit.chat;

import dev.tidings.rag.ChatListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what a model tells, in order. Used by the thread that calls the model. */
public final class RecordingChatListener implements ChatListener {
  private final List<String> calls = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Consumer<String> onContent;

  /** A listener that only writes down. */
  public RecordingChatListener() {
    this(piece -> {});
  }

  /** A listener that also does something with each piece, on the thread that delivers it. */
  public RecordingChatListener(Consumer<String> onContent) {
    this.onContent = onContent;
  }

  @Override
  public void sent() {
    calls.add("sent");
  }

  @Override
  public void content(String piece) {
    calls.add("content " + piece);
    text.append(piece);
    onContent.accept(piece);
  }

  @Override
  public void finished(String finishReason) {
    calls.add("finished " + finishReason);
  }

  /** What was told of the prompt, the content and the end: {@code sent}, {@code content x}. */
  public List<String> calls() {
    return calls;
  }

  /** The answer so far. */
  public String text() {
    return text.toString();
  }
}
