package com.example.dialect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.net.URLEncoder;

/** What scripts without a JSON parser read: the fields of a form. */
public final class FormDialect implements Dialect {
  @Override
  public String name() {
    return "form";
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof ProgressEvent.Queued) {
      task.task().attributes().forEach((name, value) -> put(out, name, value.toString()));
      put(out, "state", "queued");
    } else if (event instanceof ProgressEvent.Progress progress) {
      put(out, "percent", Integer.toString(progress.percent()));
      put(out, "state", task.render(progress.message()));
    } else if (event instanceof ProgressEvent.Data data) {
      put(out, "fact", data.fact().name() + ' ' + data.fact().values());
    } else if (event instanceof ProgressEvent.Text text) {
      put(out, "text", text.text());
    } else if (event instanceof ProgressEvent.Completed completed) {
      put(out, "answer", completed.result().response());
    } else if (event instanceof ProgressEvent.Failed failed) {
      put(out, "failed", failed.failure().code().wireName());
    }
  }

  @Override
  public Voice voice() {
    return (task, state, out) -> {
      put(out, "percent", Integer.toString(state.snapshot().percent()));
      put(out, "so_far", state.snapshot().text());
    };
  }

  private static void put(Words out, String name, String value) {
    String field = URLEncoder.encode(name, UTF_8) + '=' + URLEncoder.encode(value, UTF_8);
    out.message(field.getBytes(US_ASCII));
  }
}
