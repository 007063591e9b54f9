package dev.tidings.examples.hosts;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.Map;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

// snippet: dialect
/** What a host's own clients read: named events, each a JSON object with one field. */
public final class DashboardDialect implements Dialect {
  // In ASCII, so that half a surrogate pair is no error either.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Override
  public String name() {
    return "dashboard";
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof ProgressEvent.Queued) {
      put(out, "asked", task.task().attributes());
    } else if (event instanceof ProgressEvent.Progress step) {
      put(out, "percent", step.percent());
      put(out, "step", task.render(step.message()));
    } else if (event instanceof ProgressEvent.Data data) {
      put(out, "fact", Map.of(data.fact().name(), data.fact().values()));
    } else if (event instanceof ProgressEvent.Text part) {
      put(out, "text", part.text());
    } else if (event instanceof ProgressEvent.Completed end) {
      put(out, "answer", end.result().response());
    } else if (event instanceof ProgressEvent.Failed end) {
      put(out, "failed", task.render(end.failure().message()));
    }
  }

  @Override
  public Voice voice() {
    return (task, state, out) -> {
      put(out, "facts", state.snapshot().data());
      put(out, "so_far", state.snapshot().text());
    };
  }

  private static void put(Words out, String name, Object value) {
    out.message(name, JSON.writeValueAsBytes(Map.of(name, value)));
  }
}
// end of snippet
