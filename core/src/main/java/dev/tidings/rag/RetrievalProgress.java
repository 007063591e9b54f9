package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;

/** Reports what a retriever does. */
final class RetrievalProgress implements RetrievalListener {
  private final ProgressTracker tracker;

  RetrievalProgress(ProgressTracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public void resolving() {
    tracker.update(Stage.ANALYZING_RAG, 25, Message.of("rag.resolving"));
  }

  @Override
  public void searching(String collection) {
    tracker.update(Stage.ANALYZING_RAG, 35, Message.of("rag.searching", collection));
  }

  @Override
  public void reading(String item) {
    tracker.update(Stage.ANALYZING_RAG, 45, Message.of("rag.reading", item));
  }

  @Override
  public void found(String collection) {
    tracker.update(Stage.ANALYZING_RAG, 50, Message.of("rag.found", collection));
  }
}
