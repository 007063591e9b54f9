package dev.tidings.openai;

import dev.tidings.FailureCode;
import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatOptions;
import dev.tidings.rag.ChatProvenance;
import dev.tidings.rag.ChatToolCall;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it grows: what came is passed on to the listener at once, and kept is only what the
 * completion says of it. Used by the calling thread alone.
 *
 * <p>It is waiting, then begun with the first content, then finished with the model's reason, then
 * complete when the usage is there too, or the end. What fails while it waits may be tried again;
 * once it has begun it cannot, for people have seen it; once it is finished nothing can spoil it.
 */
final class Answer {
  private static final int LONGEST_REFUSAL = 300;
  private static final int LONGEST_REASON = 64;
  private static final int LONGEST_NAME = 256;

  private final ChatSettings settings;
  private final boolean logprobs;
  private final ChatListener listener;
  private final @Nullable ApiKey key;
  private final long calledNanos;
  private final TokenProbabilities probabilities = new TokenProbabilities();
  private final StringBuilder refusal = new StringBuilder();
  private @Nullable String model;
  private long length;
  private int pieces;
  private long firstNanos;
  private long finishedNanos;
  private boolean toolCalled;
  private boolean complete;
  private @Nullable TokenUsage usage;
  private @Nullable String finishReason;

  /**
   * An answer of which nothing has come.
   *
   * @param options those of the request and the model's
   * @param calledNanos when the model was called, by {@link System#nanoTime()}
   */
  Answer(
      ChatSettings settings,
      ChatOptions options,
      ChatListener listener,
      @Nullable ApiKey key,
      long calledNanos) {
    this.settings = settings;
    this.logprobs = options.logprobs() == ChatOptions.Logprobs.ASKED;
    this.listener = listener;
    this.key = key;
    this.calledNanos = calledNanos;
  }

  boolean wantsLogprobs() {
    return logprobs;
  }

  /** Whether content has come. */
  boolean begun() {
    return length > 0;
  }

  /** Whether the model has said why it stopped. */
  boolean finished() {
    return finishReason != null;
  }

  /** Whether nothing more is worth waiting for. */
  boolean complete() {
    return complete;
  }

  /** Takes what a chunk says. */
  void take(Chunk chunk, AttemptTimer timer) {
    if (chunk.error != null) {
      failed(chunk.error);
      return;
    }
    model = chunk.model;
    if (chunk.usage != null) {
      usage = chunk.usage;
      complete |= finished();
    }
    if (finished()) {
      return;
    }
    if (logprobs) {
      probabilities.add(chunk);
    }
    if (chunk.thinking) {
      thought(chunk.reasoning, timer);
    }
    if (!chunk.content.isEmpty()) {
      content(chunk.content, timer);
    }
    if (chunk.callingTool) {
      toolCalls(chunk, timer);
    }
    if (!chunk.refusal.isEmpty()) {
      refused(chunk.refusal, timer);
    }
    if (chunk.finishReason != null) {
      finish(chunk.finishReason, timer);
      complete |= chunk.usage != null;
    }
  }

  /** The endpoint says that all is said. Where it named no reason, it is the ordinary one. */
  void ended(AttemptTimer timer) {
    if (!finished()) {
      finish("stop", timer);
    }
    complete = true;
  }

  /** What comes after the finish reason makes no sense; nobody reads on. */
  void spoiled() {
    complete = true;
  }

  /** What the model says of its answer, which is finished. */
  ChatCompletion completion(int attempts) {
    return new ChatCompletion(
        model(),
        Objects.requireNonNull(finishReason, "not finished"),
        usage,
        logprobs ? probabilities.geometricMean() : null,
        new ChatProvenance(
            attempts,
            begun() ? Duration.ofNanos(firstNanos - calledNanos) : null,
            tokensPerSecond()));
  }

  /** The endpoint reports an error inside a success, which after the finish reason is none. */
  void failed(ErrorReport report) {
    if (finished()) {
      spoiled();
      return;
    }
    String message = report.behind("the endpoint reported an error inside its answer", key);
    throw begun() && report.cause() != ErrorReport.Cause.CONTENT
        ? AttemptFailure.broken(true, message, null)
        : AttemptFailure.judged(report.code(), message, null);
  }

  private String model() {
    // An endpoint that puts the key, or a page, where its model's name should be has none to give.
    return model == null || model.length() > LONGEST_NAME || (key != null && key.isIn(model))
        ? settings.model()
        : model;
  }

  private @Nullable Double tokensPerSecond() {
    long nanos = finishedNanos - firstNanos;
    return usage == null || pieces < 2 || nanos <= 0 || usage.completionTokens() <= 0
        ? null
        : usage.completionTokens() * 1e9 / nanos;
  }

  private void thought(String text, AttemptTimer timer) {
    timer.stop();
    listener.reasoning(key == null ? text : key.redactAnswer(text));
    timer.start(settings.silence());
  }

  private void content(String text, AttemptTimer timer) {
    if (length + text.length() > settings.maxAnswerLength()) {
      throw AttemptFailure.last(
          FailureCode.LLM_TRUNCATED,
          "the answer is longer than "
              + settings.maxAnswerLength()
              + " characters; lower maxOutputTokens or raise maxAnswerLength",
          null);
    }
    if (length == 0) {
      firstNanos = System.nanoTime();
    }
    length += text.length();
    pieces++;
    timer.stop();
    listener.content(key == null ? text : key.redactAnswer(text));
    timer.start(settings.silence());
  }

  private void toolCalls(Chunk chunk, AttemptTimer timer) {
    toolCalled = true;
    timer.stop();
    for (ChatToolCall call : chunk.toolCalls()) {
      listener.toolCall(
          key == null ? call : new ChatToolCall(key.redact(call.id()), key.redact(call.name())));
    }
    timer.start(settings.silence());
  }

  private void refused(String text, AttemptTimer timer) {
    refusal.append(text, 0, Math.min(text.length(), LONGEST_REFUSAL - refusal.length()));
    timer.start(settings.silence());
  }

  /**
   * Beside OpenAI's own reasons there are those of the servers that speak its language, such as
   * {@code eos} or {@code stop_sequence}. So a reason is a good one unless it is known to be bad.
   */
  private void finish(String reason, AttemptTimer timer) {
    switch (reason.toLowerCase(Locale.ROOT)) {
      case "content_filter",
          "sensitive",
          "safety",
          "recitation",
          "blocklist",
          "prohibited_content",
          "spii" ->
          throw AttemptFailure.last(
              FailureCode.LLM_REJECTED,
              "the endpoint's content filter stopped the answer (" + reason + ")",
              null);
      case "error", "abort", "network_error", "insufficient_system_resource" ->
          throw AttemptFailure.broken(
              begun(), "the endpoint gave the answer up (" + reason + ")", null);
      case "tool_calls", "function_call" -> {
        toolCalled = true;
        finishWell(reason, timer);
      }
      case "stop", "length", "model_length", "max_tokens" -> finishWell(reason, timer);
      default -> finishWell(shortWord(key == null ? reason : key.redact(reason)), timer);
    }
  }

  private static String shortWord(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  private void finishWell(String reason, AttemptTimer timer) {
    if (!refusal.isEmpty()) {
      String sentence = key == null ? refusal.toString() : key.redact(refusal.toString());
      throw AttemptFailure.last(FailureCode.LLM_REJECTED, "the model refuses: " + sentence, null);
    }
    if (toolCalled && !begun()) {
      throw AttemptFailure.last(
          FailureCode.LLM_REJECTED, "the model asks for a tool, though it was offered none", null);
    }
    finishReason = reason;
    finishedNanos = System.nanoTime();
    timer.stop();
    listener.finished(reason);
    timer.start(ChatSettings.EPILOGUE);
  }
}
