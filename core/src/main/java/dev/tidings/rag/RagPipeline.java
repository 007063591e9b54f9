package dev.tidings.rag;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskCancelledException;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Threads;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline answers questions: for each it retrieves passages, has a model write, and reports each
 * step when it really happens. The hub's stages include those of {@link
 * dev.tidings.StageModel#ragLlm()}, with whatever shares; the percents follow from them. The task
 * ends exactly once whatever the retriever or the model does. It is thread-safe.
 *
 * <p>What is neither progress nor answer is told as {@linkplain ProgressTracker#data data} of the
 * task: {@code sources} as they are found; {@code attempt} when the model is tried again; {@code
 * reasoning}, how much of it there is and never its text; {@code tool_call}.
 */
public final class RagPipeline {
  private static final Logger log = LoggerFactory.getLogger(RagPipeline.class);

  private final List<Retriever> retrievers;
  private final @Nullable Reranker reranker;
  private final PromptTemplate prompt;
  private final ChatModel model;
  private final ChatOptions options;
  private final Executor executor;
  private final AnswerLengths lengths;

  private RagPipeline(Builder settings) {
    retrievers = settings.retrievers;
    if (retrievers.isEmpty()) {
      throw new NullPointerException("retriever: set it in the builder");
    }
    reranker = settings.reranker;
    prompt = Objects.requireNonNull(settings.prompt, "prompt: set it in the builder");
    model = Objects.requireNonNull(settings.model, "model: set it in the builder");
    options = settings.options;
    executor =
        settings.executor == null
            ? Threads.fixed("tidings-question", Builder.OWN_THREADS, Builder.MOST_WAITING)
            : settings.executor;
    lengths = new AnswerLengths(settings.expectedAnswerLength);
  }

  /** A new builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The pipeline answers the question on its executor.
   *
   * @return completes with the task's end, as {@link dev.tidings.TaskView#end()} does
   * @throws RejectedExecutionException if the executor does not take the work; the task has then
   *     failed as {@code internal}, as it has after anything else that the executor throws
   */
  @CanIgnoreReturnValue
  public CompletionStage<ProgressEvent> submit(ProgressTracker tracker, RagQuery query) {
    try {
      executor.execute(() -> run(tracker, query));
    } catch (RuntimeException | Error refused) {
      tracker.fail(TaskFailure.of(FailureCode.INTERNAL));
      throw refused;
    }
    return tracker.view().end();
  }

  /**
   * The pipeline answers the question on the calling thread; the task has ended when the call
   * returns or throws, and all it throws are errors of the JVM.
   */
  public void run(ProgressTracker tracker, RagQuery query) {
    Answering answering = new Answering(tracker, query);
    try {
      answering.run();
    } catch (TaskCancelledException stopped) {
      // The task has ended already, unless a retriever or a model throws this of its own accord.
      if (!tracker.cancellation().requested()) {
        tracker.cancel();
      }
    } catch (RetrievalException failed) {
      tracker.fail(TaskFailure.of(failed.code()));
      if (failed.code().equals(FailureCode.NOTHING_FOUND)) {
        log.debug("Task {}: nothing found: {}", tracker.view().task().id(), failed.getMessage());
      } else {
        log.warn("Task {}: retrieval failed: {}", tracker.view().task().id(), failed.getMessage());
      }
    } catch (ChatModelException failed) {
      TaskFailure failure = TaskFailure.of(failed.code());
      tracker.fail(
          answering.withText(
              failure.withRetry(failure.retryable(), failed.retryAfter().orElse(null))));
      log.warn(
          "Task {}: model failed as {}: {}",
          tracker.view().task().id(),
          failed.code().wireName(),
          failed.getMessage());
    } catch (Throwable fault) {
      // The end comes before the log, which may fail too when there is no memory left.
      tracker.fail(answering.withText(TaskFailure.of(FailureCode.INTERNAL)));
      log.error("Task {} failed", tracker.view().task().id(), fault);
      Faults.rethrowIfFatal(fault);
    }
  }

  /** The way of one question. */
  private final class Answering {
    private final ProgressTracker tracker;
    private final RagQuery query;
    private final GenerationProgress generation;

    Answering(ProgressTracker tracker, RagQuery query) {
      this.tracker = tracker;
      this.query = query;
      this.generation =
          new GenerationProgress(
              tracker,
              query.delivery(),
              lengths.expected(query.locale(), options.maxOutputTokens()));
    }

    /** The failure with what was written so far, if there is memory for that. */
    TaskFailure withText(TaskFailure failure) {
      try {
        String text = generation.response();
        return text.isEmpty() ? failure : failure.withPartialResponse(text);
      } catch (OutOfMemoryError noMemory) {
        // An end without the text is better than none.
        return failure;
      }
    }

    void run() throws RetrievalException, ChatModelException {
      tracker.cancellation().check();
      tracker.update(
          Stage.PROCESSING,
          StepShares.percent(tracker.stages(), Stage.PROCESSING, StepShares.STARTED),
          Message.of("rag.started"));
      Retrieval retrieval = new RetrievalRun(tracker, query, retrievers, reranker).run();
      List<Passage> passages = retrieval.passages();
      ChatRequest request =
          new ChatRequest(prompt.render(query, passages), options, new RagContext(query, passages));
      ChatCompletion completion = model.stream(request, generation, tracker.cancellation());
      String response = generation.response();
      if (response.isEmpty()) {
        throw new ChatModelException(
            FailureCode.LLM_UNAVAILABLE, "the model finished without writing anything", null, null);
      }
      generation.returned();
      TaskResult result =
          new TaskResult(
              response,
              AnswerConfidence.of(retrieval, completion),
              SourceFacts.sources(passages),
              completion.model(),
              completion.finishReason(),
              completion.usage());
      if (tracker.complete(result)) {
        lengths.record(query.locale(), completion, response.length());
      }
    }
  }

  /** A builder collects a pipeline's parts. It is not thread-safe. */
  public static final class Builder {
    private static final int OWN_THREADS = 32;
    private static final int MOST_WAITING = 1_000;

    private List<Retriever> retrievers = List.of();
    private @Nullable Reranker reranker;
    private @Nullable PromptTemplate prompt;
    private @Nullable ChatModel model;
    private ChatOptions options = ChatOptions.none();
    private @Nullable Executor executor;
    private int expectedAnswerLength = 400;

    private Builder() {}

    /**
     * What looks up the passages. It is required, unless there are {@linkplain #retrievers
     * several}.
     */
    @CanIgnoreReturnValue
    public Builder retriever(Retriever port) {
      return retrievers(List.of(Objects.requireNonNull(port, "retriever")));
    }

    /**
     * What looks up the passages: each retriever after the other, in this order. Their scores need
     * not have anything in common: a passage has 1 / (60 + its rank) from each that found it, and
     * whoever has most is put first; of equals, the one that was found first. Passages of equal
     * references are the same, and so are those without references of equal title and text; the one
     * that was found first stays. The match is the greatest of theirs.
     *
     * <p>One that finds nothing is left out, as long as another finds something; if one fails, the
     * task does.
     *
     * @throws IllegalArgumentException if there is none
     */
    @CanIgnoreReturnValue
    public Builder retrievers(List<? extends Retriever> ports) {
      if (ports.isEmpty()) {
        throw new IllegalArgumentException("retrievers: give at least one");
      }
      retrievers = List.copyOf(ports);
      return this;
    }

    /** What judges the passages once more, before the prompt is made of it; nobody unless given. */
    @CanIgnoreReturnValue
    public Builder reranker(Reranker port) {
      reranker = Objects.requireNonNull(port, "reranker");
      return this;
    }

    /** What writes the prompt. It is required. */
    @CanIgnoreReturnValue
    public Builder prompt(PromptTemplate template) {
      prompt = Objects.requireNonNull(template, "prompt");
      return this;
    }

    /** What writes the answer. It is required. */
    @CanIgnoreReturnValue
    public Builder model(ChatModel port) {
      model = Objects.requireNonNull(port, "model");
      return this;
    }

    /** How answers are written; by default as the model is set up. */
    @CanIgnoreReturnValue
    public Builder options(ChatOptions chatOptions) {
      options = Objects.requireNonNull(chatOptions, "options");
      return this;
    }

    /**
     * Where the work runs; a question holds a thread while the model writes. Unless given, the
     * pipeline has up to 32 daemon threads of its own, and 1,000 questions may wait for them; more
     * are refused.
     */
    @CanIgnoreReturnValue
    public Builder executor(Executor hostExecutor) {
      executor = Objects.requireNonNull(hostExecutor, "executor");
      return this;
    }

    /**
     * How long an answer is expected to be until the lengths of real answers are known, in UTF-16
     * units; 400 unless given.
     *
     * @throws IllegalArgumentException if below 1
     */
    @CanIgnoreReturnValue
    public Builder expectedAnswerLength(int length) {
      if (length < 1) {
        throw new IllegalArgumentException(
            "expectedAnswerLength " + length + " must be at least 1");
      }
      expectedAnswerLength = length;
      return this;
    }

    /**
     * A pipeline of these parts.
     *
     * @throws NullPointerException if retriever, prompt or model is missing
     */
    public RagPipeline build() {
      return new RagPipeline(this);
    }
  }
}
