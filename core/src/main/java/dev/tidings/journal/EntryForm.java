package dev.tidings.journal;

import dev.tidings.Confidence;
import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How each kind of entry is stored: a byte for its kind, its time, then its parts in order. */
final class EntryForm {
  private static final int ACCEPTED = 1;
  private static final int MOVED = 2;
  private static final int WROTE = 3;
  private static final int SUCCEEDED = 4;
  private static final int BROKE = 5;

  /** Since version 2. */
  private static final int TOLD = 6;

  /** Since version 2: accepted, with private attributes. */
  private static final int ACCEPTED_PRIVATELY = 7;

  private EntryForm() {}

  /** The first version that has what the entry needs. */
  static int version(Entry entry) {
    return entry instanceof Entry.Told
            || (entry instanceof Entry.Accepted e && !e.task().privateAttributes().isEmpty())
        ? 2
        : 1;
  }

  static void write(StoredOutput out, Entry entry) {
    if (entry instanceof Entry.Wrote e) {
      begin(out, WROTE, e);
      out.writeText(e.stage().name());
      out.writeText(e.text());
    } else if (entry instanceof Entry.Moved e) {
      begin(out, MOVED, e);
      out.writeText(e.stage().name());
      out.writeLong(e.percent());
      write(out, e.message());
      out.writeLong(e.etaMillis());
    } else if (entry instanceof Entry.Accepted e) {
      Map<String, Object> unseen = e.task().privateAttributes();
      begin(out, unseen.isEmpty() ? ACCEPTED : ACCEPTED_PRIVATELY, e);
      out.writeText(e.epoch());
      write(out, e.task());
      if (!unseen.isEmpty()) {
        out.writeValues(unseen);
      }
    } else if (entry instanceof Entry.Succeeded e) {
      begin(out, SUCCEEDED, e);
      write(out, e.result());
    } else if (entry instanceof Entry.Broke e) {
      begin(out, BROKE, e);
      write(out, e.failure());
    } else if (entry instanceof Entry.Told e) {
      begin(out, TOLD, e);
      out.writeText(e.stage().name());
      out.writeText(e.fact().name());
      out.writeValues(e.fact().values());
    }
  }

  private static void begin(StoredOutput out, int kind, Entry entry) {
    out.writeByte(kind);
    out.writeLong(entry.epochMillis());
  }

  static Entry read(StoredInput in) {
    int kind = in.readByte();
    long millis = in.readLong();
    return switch (kind) {
      case ACCEPTED -> new Entry.Accepted(millis, in.readText(), readTask(in));
      case ACCEPTED_PRIVATELY ->
          new Entry.Accepted(millis, in.readText(), withPrivate(readTask(in), in));
      case MOVED ->
          new Entry.Moved(
              millis, Stage.of(in.readText()), in.readInt(), readMessage(in), in.readLong());
      case WROTE -> new Entry.Wrote(millis, Stage.of(in.readText()), in.readText());
      case SUCCEEDED -> new Entry.Succeeded(millis, readResult(in));
      case BROKE -> new Entry.Broke(millis, readFailure(in));
      case TOLD ->
          new Entry.Told(
              millis, Stage.of(in.readText()), new Fact(in.readText(), in.readNamedValues()));
      default -> throw new IllegalArgumentException("there is no kind of entry " + kind);
    };
  }

  private static void write(StoredOutput out, Task task) {
    out.writeText(task.id());
    out.writeTextOrNull(task.owner().orElse(null));
    out.writeText(task.locale().toLanguageTag());
    out.writeValues(task.attributes());
  }

  private static Task readTask(StoredInput in) {
    Task task = Task.create(in.readText());
    String owner = in.readTextOrNull();
    task = owner == null ? task : task.owner(owner);
    task = task.locale(Locale.forLanguageTag(in.readText()));
    for (Map.Entry<String, Object> attribute : in.readNamedValues().entrySet()) {
      task = task.attribute(attribute.getKey(), attribute.getValue());
    }
    return task;
  }

  private static Task withPrivate(Task seen, StoredInput in) {
    Task task = seen;
    for (Map.Entry<String, Object> attribute : in.readNamedValues().entrySet()) {
      task = task.privateAttribute(attribute.getKey(), attribute.getValue());
    }
    return task;
  }

  private static void write(StoredOutput out, Message message) {
    out.writeTextOrNull(message.text());
    if (message.text() == null) {
      out.writeText(Objects.requireNonNull(message.key(), "a message has a text or a key"));
      out.writeValues(message.arguments());
    }
  }

  private static Message readMessage(StoredInput in) {
    String text = in.readTextOrNull();
    return text != null ? Message.text(text) : new Message(in.readText(), in.readValues(), null);
  }

  private static void write(StoredOutput out, TaskFailure failure) {
    Duration retryAfter = failure.retryAfter();
    out.writeText(failure.code().wireName());
    write(out, failure.message());
    out.writeBoolean(failure.retryable());
    out.writeBoolean(retryAfter != null);
    if (retryAfter != null) {
      out.writeLong(retryAfter.getSeconds());
      out.writeLong(retryAfter.getNano());
    }
    out.writeTextOrNull(failure.partialResponse());
  }

  private static TaskFailure readFailure(StoredInput in) {
    FailureCode code = FailureCode.of(in.readText());
    Message message = readMessage(in);
    boolean retryable = in.readBoolean();
    Duration retryAfter = in.readBoolean() ? Duration.ofSeconds(in.readLong(), in.readInt()) : null;
    return TaskFailure.of(code)
        .withMessage(message)
        .withRetry(retryable, retryAfter)
        .withPartialResponse(in.readTextOrNull());
  }

  private static void write(StoredOutput out, TaskResult result) {
    Confidence confidence = result.confidence();
    TokenUsage usage = result.usage();
    out.writeText(result.response());
    out.writeBoolean(confidence != null);
    if (confidence != null) {
      out.writeLong(confidence.percent());
      out.writeText(confidence.method());
    }
    out.writeLong(result.sources().size());
    result.sources().forEach(source -> write(out, source));
    out.writeTextOrNull(result.model());
    out.writeTextOrNull(result.finishReason());
    out.writeBoolean(usage != null);
    if (usage != null) {
      out.writeLong(usage.promptTokens());
      out.writeLong(usage.completionTokens());
      out.writeLong(usage.totalTokens());
    }
  }

  private static TaskResult readResult(StoredInput in) {
    String response = in.readText();
    Confidence confidence = in.readBoolean() ? new Confidence(in.readInt(), in.readText()) : null;
    int count = in.readSize();
    List<Source> sources = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sources.add(readSource(in));
    }
    String model = in.readTextOrNull();
    String finishReason = in.readTextOrNull();
    TokenUsage usage =
        in.readBoolean() ? new TokenUsage(in.readLong(), in.readLong(), in.readLong()) : null;
    return new TaskResult(response, confidence, sources, model, finishReason, usage);
  }

  private static void write(StoredOutput out, Source source) {
    @Nullable Double score = source.score();
    out.writeText(source.title());
    out.writeBoolean(score != null);
    if (score != null) {
      out.writeDouble(score);
    }
    out.writeValues(source.reference());
  }

  private static Source readSource(StoredInput in) {
    String title = in.readText();
    @Nullable Double score = in.readBoolean() ? in.readDouble() : null;
    return new Source(title, score, in.readNamedValues());
  }
}
