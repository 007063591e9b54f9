package dev.tidings.rag;

import dev.tidings.FailureCode;
import dev.tidings.ProgressTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The retrieval of one question: every retriever in turn, what they found put into one order, and
 * judged once more if there is a reranker. The sources are told as they are found, each time there
 * are others than before.
 */
final class RetrievalRun {
  private final ProgressTracker tracker;
  private final RagQuery query;
  private final List<Retriever> retrievers;
  private final @Nullable Reranker reranker;
  private final RetrievalProgress progress;
  private List<Passage> told = List.of();

  RetrievalRun(
      ProgressTracker tracker,
      RagQuery query,
      List<Retriever> retrievers,
      @Nullable Reranker reranker) {
    this.tracker = tracker;
    this.query = query;
    this.retrievers = retrievers;
    this.reranker = reranker;
    this.progress = new RetrievalProgress(tracker, retrievers.size());
  }

  Retrieval run() throws RetrievalException {
    Retrieval found = retrieved();
    if (reranker == null) {
      return found;
    }
    progress.reranking(0, found.passages().size());
    Retrieval judged = reranker.rerank(query, found, progress, tracker.cancellation());
    Objects.requireNonNull(judged, "the reranker returned null");
    tracker.cancellation().check();
    tell(judged.passages());
    return judged;
  }

  /**
   * An answer that rests on less than it should would not say so; so any failure is the whole's.
   */
  private Retrieval retrieved() throws RetrievalException {
    List<Retrieval> found = new ArrayList<>();
    RetrievalException nothing = null;
    for (Retriever retriever : retrievers) {
      try {
        Retrieval retrieval = retriever.retrieve(query, progress, tracker.cancellation());
        found.add(Objects.requireNonNull(retrieval, "a retriever returned null"));
        tracker.cancellation().check();
        tell(RankFusion.of(found).passages());
      } catch (RetrievalException failed) {
        if (!failed.code().equals(FailureCode.NOTHING_FOUND)) {
          throw failed;
        }
        nothing = nothing == null ? failed : nothing;
      }
      progress.next();
    }
    if (found.isEmpty()) {
      throw Objects.requireNonNull(nothing, "there is at least one retriever");
    }
    return RankFusion.of(found);
  }

  private void tell(List<Passage> passages) {
    if (!passages.equals(told)) {
      told = passages;
      SourceFacts.tell(tracker, passages);
    }
  }
}
