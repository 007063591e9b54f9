package dev.tidings.testkit.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;

/** Says a word and a text, several messages where an event needs them. */
class LineDialect implements Dialect {
  @Override
  public String name() {
    return "lines";
  }

  @Override
  public void say(TaskHead task, ProgressEvent event, Words out) {
    if (event instanceof ProgressEvent.Queued) {
      put(out, "task", task.task().id());
    } else if (event instanceof ProgressEvent.Progress progress) {
      put(out, "step", task.render(progress.message()));
    } else if (event instanceof ProgressEvent.Text text) {
      put(out, "text", text.text());
    } else if (event instanceof ProgressEvent.Completed completed) {
      if (completed.textLength() == 0) {
        put(out, "text", completed.result().response());
      }
      put(out, "end", "");
    } else if (event.terminal()) {
      put(out, "end", "");
    }
  }

  static void put(Words out, String word, String text) {
    out.message((word + " " + text).getBytes(UTF_8));
  }

  @Override
  public Voice voice() {
    return (task, state, out) -> {
      put(out, "task", task.task().id());
      put(out, "text", state.snapshot().text());
    };
  }

  /** Reads it: a task's word begins it anew. */
  static final class Client implements DialectClient {
    private final StringBuilder answer = new StringBuilder();
    private boolean ended;

    @Override
    public void told(Told message) {
      int space = message.body().indexOf(' ');
      switch (message.body().substring(0, space)) {
        case "task" -> answer.setLength(0);
        case "text" -> answer.append(message.body().substring(space + 1));
        case "end" -> ended = true;
        default -> {}
      }
    }

    @Override
    public String answer() {
      return answer.toString();
    }

    @Override
    public boolean ended() {
      return ended;
    }
  }
}
