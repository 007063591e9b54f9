package dev.tidings.rag;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;

/**
 * Reports what retrievers do, one after the other, each in an equal part of the way from {@link
 * StepShares#RESOLVING} to {@link StepShares#FOUND}; then what a reranker does.
 */
final class RetrievalProgress implements RetrievalListener {
  private final ProgressTracker tracker;
  private final int retrievers;
  private int before;

  /** How many the retriever at work reads; 1 unless it says more. */
  private int matched = 1;

  private int read;

  /**
   * Progress of as many retrievers, of which the first is at work.
   *
   * @param retrievers at least 1
   */
  RetrievalProgress(ProgressTracker tracker, int retrievers) {
    this.tracker = tracker;
    this.retrievers = retrievers;
  }

  /** The next retriever is at work from now on. */
  void next() {
    before++;
    matched = 1;
    read = 0;
  }

  @Override
  public void resolving() {
    update(StepShares.RESOLVING, Message.of("rag.resolving"));
  }

  @Override
  public void searching(String collection) {
    update(StepShares.SEARCHING, Message.of("rag.searching", collection));
  }

  @Override
  public void attempt(ChatAttempt attempt) {
    ModelFacts.attempt(tracker, attempt);
  }

  @Override
  public void matched(int count) {
    matched = Math.max(1, count);
    update(StepShares.MATCHED, Message.of("rag.matched", count));
  }

  @Override
  public void reading(String item) {
    int way = StepShares.FOUND - StepShares.READING;
    int share = StepShares.READING + (int) ((long) Math.min(read, matched - 1) * way / matched);
    read++;
    update(
        share,
        matched > 1 && read <= matched
            ? Message.of("rag.reading_of", item, read, matched)
            : Message.of("rag.reading", item));
  }

  @Override
  public void found(String collection) {
    update(StepShares.FOUND, Message.of("rag.found", collection));
  }

  @Override
  public void reranking(int done, int of) {
    int way = StepShares.RERANKED - StepShares.FOUND;
    int share = of < 1 ? 0 : (int) ((long) way * Math.min(Math.max(done, 0), of) / of);
    say(StepShares.FOUND + share, Message.of("rag.reranking", done, of));
  }

  private void update(int share, Message message) {
    int way = StepShares.FOUND - StepShares.RESOLVING;
    say(StepShares.RESOLVING + (before * way + share - StepShares.RESOLVING) / retrievers, message);
  }

  private void say(int share, Message message) {
    tracker.update(
        Stage.ANALYZING_RAG,
        StepShares.percent(tracker.stages(), Stage.ANALYZING_RAG, share),
        message);
  }
}
