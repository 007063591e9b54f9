package dev.tidings.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a task, as its server tells it. A task has exactly one {@link End}, which is its
 * last event. It is immutable. Events of a kind that this client does not know are left out.
 */
public sealed interface TaskEvent {
  /** What every event has. */
  Origin origin();

  /** The id to go on after, or null if this event has none; see {@link Position}. */
  default @Nullable String id() {
    return origin().id();
  }

  /**
   * What every event has.
   *
   * @param id the id to go on after; null for pings, and for texts that were made out of a snapshot
   * @param taskId the task, or an empty text where the event names none
   * @param time when it happened, by the server's clock; null if it does not say
   * @param fields the event's JSON object, with the fields that have no accessor here too. Values
   *     are text, numbers, booleans, null, lists and maps
   */
  record Origin(
      @Nullable String id, String taskId, @Nullable Instant time, Map<String, Object> fields) {}

  /** The last event of a task. */
  sealed interface End extends TaskEvent permits Completed, Failed {}

  /**
   * The task was accepted; or, with {@code resync}, the state that stands for events that are no
   * longer kept.
   *
   * @param status the stage's name, or how the task ended
   * @param percent 0 to 100
   * @param message what people are told, or null
   * @param taskInfo what the host tells of the task
   * @param text the whole answer so far, or null if it is not said
   * @param data the newest values of each kind of fact by its name, where this replaces events; see
   *     {@link Data}
   * @param resync whether this replaces what came before. The part of its text that was not given
   *     yet follows as a {@link Text}
   */
  record Status(
      Origin origin,
      String status,
      int percent,
      @Nullable String message,
      Map<String, Object> taskInfo,
      @Nullable String text,
      Map<String, Object> data,
      boolean resync)
      implements TaskEvent {}

  /**
   * The work moved.
   *
   * @param stage the stage it is in
   * @param percent of the whole task, 0 to 100; never goes down
   * @param message what people are told, in the task's language
   * @param messageKey the message's key, or null if it is plain text
   * @param eta the time to the end, as learned from past runs; null when not known
   * @param updateNumber counts the task's progress events from 1
   */
  record Progress(
      Origin origin,
      String stage,
      int percent,
      String message,
      @Nullable String messageKey,
      @Nullable Duration eta,
      int updateNumber)
      implements TaskEvent {}

  /**
   * A piece of the answer. It begins where the pieces before it end: whoever appends them all has
   * the answer. Only where a task turns out to have been run anew does a piece begin further ahead;
   * whoever first cuts what it has to {@code offset} is right then too.
   *
   * @param stage the stage that wrote it
   * @param text the piece, unaltered
   * @param offset the UTF-16 units of the answer before it
   */
  record Text(Origin origin, String stage, String text, int offset) implements TaskEvent {}

  /**
   * A fact that is neither progress nor answer.
   *
   * @param stage the stage that tells it
   * @param name what kind of fact
   * @param data the fact
   */
  record Data(Origin origin, String stage, String name, Map<String, Object> data)
      implements TaskEvent {}

  /**
   * A sign of life, in between.
   *
   * @param connected how long this connection has been open
   * @param stage the stage the task is in
   * @param silent how long ago the work last moved
   */
  record Ping(Origin origin, Duration connected, String stage, Duration silent)
      implements TaskEvent {}

  /**
   * The task succeeded.
   *
   * @param response the whole answer
   * @param confidence 0 to 100 and measured, or null
   * @param confidenceMethod what measured it, or {@code none}
   * @param sources what the answer rests on
   * @param model what wrote it, or null
   * @param finishReason why the model stopped, or null
   * @param total the time since it was asked, or null
   * @param stageDurations the time in each stage, in order
   */
  record Completed(
      Origin origin,
      String response,
      @Nullable Integer confidence,
      String confidenceMethod,
      List<Map<String, Object>> sources,
      @Nullable String model,
      @Nullable String finishReason,
      @Nullable Duration total,
      Map<String, Duration> stageDurations)
      implements End {}

  /**
   * The task ended without an answer.
   *
   * @param error a sentence for people, in the task's language
   * @param code what kind of failure, such as {@code llm_unavailable} or {@code cancelled}; a host
   *     may have codes of its own
   * @param stage where it was
   * @param retryable whether asking the same again may succeed
   * @param retryAfter how long to wait before that; null if not known
   * @param partialResponse what was written of the answer, or null
   */
  record Failed(
      Origin origin,
      String error,
      String code,
      String stage,
      boolean retryable,
      @Nullable Duration retryAfter,
      @Nullable String partialResponse)
      implements End {}
}
