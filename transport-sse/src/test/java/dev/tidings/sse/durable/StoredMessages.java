package dev.tidings.sse.durable;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.Base64;
import java.util.Map;

/** Says the facts of a task, which are messages of any bytes, and nothing else. */
final class StoredMessages implements Dialect {
  static final String NAME = "message";

  private static final String BYTES = "bytes";

  /** A message as a fact. */
  static Map<String, Object> fact(byte[] message) {
    return Map.of(BYTES, Base64.getEncoder().encodeToString(message));
  }

  @Override
  public String name() {
    return "stored";
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof Data data) {
      out.message(Base64.getDecoder().decode(String.valueOf(data.fact().values().get(BYTES))));
    }
  }

  @Override
  public boolean tellsText() {
    return false;
  }

  @Override
  public Voice voice() {
    return (task, state, out) -> {};
  }
}
