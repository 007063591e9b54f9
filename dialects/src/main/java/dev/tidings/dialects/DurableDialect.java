package dev.tidings.dialects;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Durable Streams over an event stream: each message of another dialect is an event {@code data},
 * and its voice says in events {@code control} where the reader is.
 */
final class DurableDialect implements Dialect {
  static final DurableDialect INSTANCE =
      new DurableDialect(EnhancedDialect.INSTANCE, new DurableContent("application/json"));

  private final Dialect messages;
  private final DurableContent content;
  private final String name;

  DurableDialect(Dialect messages, DurableContent content) {
    this.messages = messages;
    this.content = content;
    this.name = "durable-" + content.form().name().toLowerCase(Locale.ROOT) + '-' + messages.name();
  }

  /** What the messages are, without the events around them. */
  Dialect messages() {
    return messages;
  }

  DurableContent content() {
    return content;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Voice voice() {
    return voice(InstantSource.system(), null);
  }

  /** The voice of one connection, whose reader has shown that cursor. */
  Voice voice(InstantSource clock, @Nullable String cursor) {
    return new DurableVoice(clock, cursor);
  }

  @Override
  public boolean tellsText() {
    return messages.tellsText();
  }

  @Override
  public Map<String, String> headers() {
    return content.eventHeaders();
  }

  @Override
  public ErrorBody errorBody(int status, String code, String sentence) {
    return ProblemJson.body(status, code, sentence);
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    for (byte[] message : messages.bodies(task, event)) {
      out.message("data", content.event(message));
    }
  }
}
