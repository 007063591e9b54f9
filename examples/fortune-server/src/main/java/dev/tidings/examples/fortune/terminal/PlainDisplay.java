package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.Connection;
import dev.tidings.client.TaskEvent;
import java.io.PrintStream;
import java.util.List;

/**
 * Plain lines, for files and pipes: the answer goes to one stream, a line when it is whole, and
 * everything else to the other. Thread-safe.
 */
final class PlainDisplay implements Display {
  private final PrintStream out;
  private final PrintStream err;
  private final Words words;
  private final StringBuilder open = new StringBuilder();

  PlainDisplay(PrintStream out, PrintStream err, Words words) {
    this.out = out;
    this.err = err;
    this.words = words;
  }

  @Override
  public synchronized void task(String taskId) {
    say(words.task(taskId));
  }

  @Override
  public synchronized void event(TaskEvent event) {
    if (event instanceof TaskEvent.Text piece) {
      answer(piece);
    } else if (event instanceof TaskEvent.Completed end) {
      if (open.length() == 0 && !words.streamed()) {
        open.append(Clean.text(end.response()));
      }
      finishLine();
    } else if (event instanceof TaskEvent.Failed) {
      finishLine();
    }
    List<String> lines = words.lines(event);
    lines.forEach(this::say);
  }

  private void answer(TaskEvent.Text piece) {
    open.append(Clean.text(piece.text()));
    for (int end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
      out.println(open.substring(0, end));
      open.delete(0, end + 1);
    }
    out.flush();
  }

  private void finishLine() {
    if (open.length() > 0) {
      out.println(open);
      open.setLength(0);
    }
    out.flush();
  }

  @Override
  public synchronized void connection(Connection connection) {
    words.connection(connection).ifPresent(this::say);
  }

  @Override
  public synchronized void note(String sentence) {
    say(Clean.line(sentence));
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public synchronized void close() {
    finishLine();
  }
}
