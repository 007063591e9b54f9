package dev.tidings.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;

/** Says nothing but the field {@code text} of facts. */
final class Lines implements Dialect {
  @Override
  public String name() {
    return "lines";
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof Data data) {
      out.message(String.valueOf(data.fact().values().get("text")).getBytes(UTF_8));
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
