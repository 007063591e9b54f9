package dev.tidings.openai;

import dev.tidings.FailureCode;
import dev.tidings.TokenUsage;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer as it grows: what came is passed on to the listener at once, and kept is only what the
 * completion says of it. Used by the calling thread alone.
 *
 * <p>It is waiting, then begun with the first content, then finished with the model's reason. What
 * fails while it waits may be tried again; once it has begun it cannot, for people have seen it;
 * once it is finished nothing can spoil it.
 */
final class Answer {
  private static final Logger logger = LoggerFactory.getLogger(Answer.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String END_OF_STREAM = "[DONE]";
  private static final String SILENCE = "no further content within the idle time-out";

  private final Settings settings;
  private final ChatListener listener;
  private final AttemptTimer timer;
  private final TokenProbabilities probabilities = new TokenProbabilities();
  private String model;
  private long length;
  private @Nullable TokenUsage usage;
  private @Nullable String finishReason;

  Answer(Settings settings, ChatListener listener, AttemptTimer timer) {
    this.settings = settings;
    this.listener = listener;
    this.timer = timer;
    this.model = settings.model();
  }

  /**
   * Takes an event of a stream.
   *
   * @param type the event's name, or null
   */
  EventStream.Next event(@Nullable String type, String data) {
    if (data.strip().equals(END_OF_STREAM)) {
      ended();
      return EventStream.Next.STOP;
    }
    JsonNode chunk = parse(data);
    if (Objects.equals(type, "error") && !chunk.has("error")) {
      throw reported(ErrorReport.judge(chunk));
    }
    take(chunk);
    return EventStream.Next.READ_ON;
  }

  /** Takes the answer of an endpoint that does not stream. */
  void whole(String json) {
    take(parse(json));
    ended();
  }

  /** Whether content has come. */
  boolean begun() {
    return length > 0;
  }

  /** Whether the model has said why it stopped. */
  boolean finished() {
    return finishReason != null;
  }

  /** What the model says of its answer, which is finished. */
  ChatCompletion completion() {
    return new ChatCompletion(
        model,
        Objects.requireNonNull(finishReason, "not finished"),
        usage,
        settings.logprobs() ? probabilities.geometricMean() : null);
  }

  /** The endpoint says that all is said. Where it named no reason, it is the ordinary one. */
  private void ended() {
    if (!finished()) {
      finish("stop");
    }
  }

  private JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      logger.debug("Chunk of {} characters is no JSON", json.length());
      // Without the cause: its text quotes the chunk.
      throw AttemptFailure.broken(begun(), "the endpoint sent malformed JSON", null);
    }
  }

  private void take(JsonNode json) {
    ErrorReport.in(json)
        .ifPresent(
            report -> {
              throw reported(report);
            });
    Chunk chunk = Chunk.of(json);
    if (chunk.model() != null) {
      model = chunk.model();
    }
    if (chunk.usage() != null) {
      usage = chunk.usage();
    }
    if (finished()) {
      return;
    }
    probabilities.add(chunk);
    if (!chunk.content().isEmpty()) {
      content(chunk.content());
    } else if (chunk.thinking()) {
      timer.start(SILENCE, settings.idleTimeout());
    }
    if (chunk.finishReason() != null) {
      finish(chunk.finishReason());
    }
  }

  private void content(String text) {
    if (length + text.length() > settings.maxAnswerLength()) {
      throw AttemptFailure.last(
          FailureCode.LLM_TRUNCATED,
          "the answer is longer than "
              + settings.maxAnswerLength()
              + " characters; lower maxTokens or raise maxAnswerLength",
          null);
    }
    length += text.length();
    timer.stop();
    listener.content(text);
    timer.start(SILENCE, settings.idleTimeout());
  }

  /**
   * Beside OpenAI's own reasons there are those of the servers that speak its language, such as
   * {@code eos} or {@code stop_sequence}. So a reason is a good one unless it is known to be bad.
   */
  private void finish(String reason) {
    switch (reason) {
      case "content_filter", "sensitive" ->
          throw AttemptFailure.last(
              FailureCode.LLM_REJECTED, "the endpoint's content filter stopped the answer", null);
      case "tool_calls", "function_call" ->
          throw AttemptFailure.last(
              FailureCode.LLM_REJECTED,
              "the model asks for a tool, though it was offered none",
              null);
      case "error", "abort", "network_error", "insufficient_system_resource" ->
          throw AttemptFailure.broken(
              begun(), "the endpoint gave the answer up (" + reason + ")", null);
      default -> {
        finishReason = reason;
        timer.stop();
        listener.finished(reason);
        timer.start("no end of the stream within", settings.epilogueTimeout());
      }
    }
  }

  private AttemptFailure reported(ErrorReport report) {
    String message = report.behind("the endpoint reported an error inside its answer");
    return begun() && report.cause() != ErrorReport.Cause.CONTENT
        ? AttemptFailure.broken(true, message, null)
        : AttemptFailure.judged(report.code(), message, null);
  }
}
