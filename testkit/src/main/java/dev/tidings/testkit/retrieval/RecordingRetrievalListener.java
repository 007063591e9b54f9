package dev.tidings.testkit.retrieval;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.RetrievalListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A listener that writes down what a retriever tells, in order. One thread uses it, the one that
 * calls the retriever.
 */
public final class RecordingRetrievalListener implements RetrievalListener {
  private final List<String> steps = new ArrayList<>();
  private final List<ChatAttempt> attempts = new ArrayList<>();
  private Consumer<String> onStep = step -> {};

  /** A listener that only writes down. */
  public RecordingRetrievalListener() {}

  /**
   * The listener has the action run with each step once it is written down, on the thread that
   * tells it.
   */
  @CanIgnoreReturnValue
  public RecordingRetrievalListener onStep(Consumer<String> action) {
    onStep = action;
    return this;
  }

  private void add(String step) {
    steps.add(step);
    onStep.accept(step);
  }

  @Override
  public void resolving() {
    add("resolving");
  }

  @Override
  public void searching(String collection) {
    add("searching " + collection);
  }

  @Override
  public void matched(int count) {
    add("matched " + count);
  }

  @Override
  public void attempt(ChatAttempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public void reading(String item) {
    add("reading " + item);
  }

  @Override
  public void found(String collection) {
    add("found " + collection);
  }

  @Override
  public void reranking(int done, int of) {
    add("reranking " + done + " of " + of);
  }

  /** What was told, each as its name and what it is about: {@code reading 40}. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  /** The further tries of a model that a search needed. */
  public List<ChatAttempt> attempts() {
    return List.copyOf(attempts);
  }
}
