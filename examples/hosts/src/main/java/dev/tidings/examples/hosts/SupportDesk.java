package dev.tidings.examples.hosts;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.PromptTemplate;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Reranker;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.Retriever;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers from two collections, and has something to wait for. */
public final class SupportDesk {
  private static final int KEPT = 3;

  private final ProgressHub hub;
  private final RagPipeline pipeline;

  /** A desk that looks into both collections. */
  public SupportDesk(
      ProgressHub hub, Retriever faq, Retriever manual, PromptTemplate prompt, ChatModel model) {
    this.hub = hub;
    // snippet: several
    Reranker firstThree =
        (query, found, listener, cancellation) ->
            new Retrieval(
                found.passages().stream().limit(KEPT).toList(), // or ask a model that judges
                found.match());
    this.pipeline =
        RagPipeline.builder()
            .retrievers(List.of(faq, manual))
            .reranker(firstThree)
            .prompt(prompt)
            .model(model)
            .build();
    // end of snippet
  }

  // snippet: wait
  /** Asks; completes with the task's end, a {@link ProgressEvent.Completed} if it went well. */
  public CompletionStage<ProgressEvent> ask(String taskId, RagQuery query) {
    ProgressTracker tracker = hub.start(Task.create(taskId));
    return pipeline.submit(tracker, query);
  }
  // end of snippet
}
