package dev.tidings.dialects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.TaskHead;
import dev.tidings.TaskSnapshot;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The UI message stream of the AI SDK, version 1: the task is one assistant message, whose id is
 * the task's, with one step, one text, and its progress as a data part that is replaced in place.
 */
final class AiSdkDialect implements Dialect {
  static final AiSdkDialect INSTANCE = new AiSdkDialect();

  private static final String ANSWER = "answer";
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

  private AiSdkDialect() {}

  @Override
  public String name() {
    return "ai-sdk-1";
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("x-vercel-ai-ui-message-stream", "v1");
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof Progress step) {
      String sentence = task.render(step.message());
      progress(out, step.stage().name(), step.stage().name(), step.percent(), sentence, step);
    } else if (event instanceof Text text) {
      text(text, out);
    } else if (event instanceof Data data) {
      fact(out, data.fact().name(), data.fact().values());
    } else if (event instanceof Queued) {
      start(task, out);
      String sentence = task.render(Message.of("task.queued"));
      progress(out, "queued", "queued", 0, sentence, null);
    } else if (event instanceof Completed completed) {
      completed(completed, out);
      out.message(DONE);
    } else if (event instanceof Failed failed) {
      failed(task, failed, out);
      out.message(DONE);
    }
  }

  /** What is there replaces the message that the client may have built of another connection. */
  @Override
  public Voice voice() {
    return AiSdkDialect::opening;
  }

  private static void opening(TaskHead task, Resync state, Words out) {
    TaskSnapshot now = state.snapshot();
    start(task, out);
    Message message = now.message() == null ? Message.of("task.queued") : now.message();
    String sentence = task.render(message);
    progress(out, now.status(), now.stage().name(), now.percent(), sentence, null);
    now.data().forEach((name, values) -> fact(out, name, values));
    if (!now.text().isEmpty()) {
      part(out, "text-start", json -> json.writeStringProperty("id", ANSWER));
      delta(now.text(), out);
    }
  }

  private static void start(TaskHead task, Words out) {
    part(out, "start", json -> json.writeStringProperty("messageId", task.task().id()));
    part(out, "start-step", json -> {});
  }

  private static void progress(
      Words out,
      String status,
      String stage,
      int percent,
      String message,
      @Nullable Progress learned) {
    part(
        out,
        "data-progress",
        json -> {
          json.writeStringProperty("id", "progress");
          json.writeObjectPropertyStart("data");
          json.writeStringProperty("status", status);
          json.writeStringProperty("stage", stage);
          json.writeNumberProperty("percent", percent);
          json.writeStringProperty("message", message);
          if (learned != null && learned.eta() != null) {
            json.writeNumberProperty("eta_ms", learned.eta().toMillis());
          }
          json.writeEndObject();
        });
  }

  /** Facts of all names are parts of one type, so that none is taken for the progress. */
  private static void fact(Words out, String name, Map<String, Object> values) {
    part(
        out,
        "data-fact",
        json -> {
          json.writeStringProperty("id", name);
          json.writeObjectPropertyStart("data");
          json.writeStringProperty("name", name);
          json.writeObjectPropertyStart("values");
          EnhancedDialect.values(json, values);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void text(Text text, Words out) {
    if (text.offset() == 0) {
      part(out, "text-start", json -> json.writeStringProperty("id", ANSWER));
    }
    delta(text.text(), out);
  }

  private static void delta(String text, Words out) {
    part(
        out,
        "text-delta",
        json -> {
          json.writeStringProperty("id", ANSWER);
          json.writeStringProperty("delta", text);
        });
  }

  private static void completed(Completed end, Words out) {
    String response = end.result().response();
    if (end.textLength() == 0 && !response.isEmpty()) {
      part(out, "text-start", json -> json.writeStringProperty("id", ANSWER));
      delta(response, out);
    }
    // The client forgets which texts are open when a step is over.
    endText(end.textLength() > 0 || !response.isEmpty(), out);
    for (int i = 0; i < end.result().sources().size(); i++) {
      int number = i;
      out.message(
          JsonBodies.object(
              json -> AiSdkResult.source(json, end.result().sources().get(number), number + 1)));
    }
    part(out, "finish-step", json -> {});
    part(out, "finish", json -> AiSdkResult.finish(json, end));
  }

  private static void failed(TaskHead task, Failed end, Words out) {
    endText(end.textLength() > 0, out);
    String sentence = task.render(end.failure().message());
    if (end.failure().code().equals(FailureCode.CANCELLED)) {
      part(out, "abort", json -> json.writeStringProperty("reason", sentence));
      return;
    }
    part(
        out,
        "data-error",
        json -> {
          json.writeObjectPropertyStart("data");
          json.writeStringProperty("code", end.failure().code().wireName());
          json.writeBooleanProperty("retryable", end.failure().retryable());
          if (end.failure().retryAfter() != null) {
            json.writeNumberProperty("retry_after_ms", end.failure().retryAfter().toMillis());
          }
          json.writeEndObject();
        });
    part(out, "error", json -> json.writeStringProperty("errorText", sentence));
  }

  private static void endText(boolean open, Words out) {
    if (open) {
      part(out, "text-end", json -> json.writeStringProperty("id", ANSWER));
    }
  }

  private static void part(Words out, String type, Consumer<JsonGenerator> fields) {
    out.message(
        JsonBodies.object(
            json -> {
              json.writeStringProperty("type", type);
              fields.accept(json);
            }));
  }
}
