package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.Connection;
import dev.tidings.client.TaskEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What events and connections are called, in lines for people. Remembers what was said. */
final class Words {
  private static final double MILLIS = 1000.0;

  private final Texts texts;
  private final FactWords facts;
  private int percent;
  private String message = "";
  private boolean streamed;
  private boolean lost;

  Words(Texts texts) {
    this.texts = texts;
    this.facts = new FactWords(texts);
  }

  String task(String taskId) {
    return texts.get("task", Clean.line(taskId));
  }

  /** How far the task is, as last heard. */
  int percent() {
    return percent;
  }

  /** What it does, as last heard. */
  String message() {
    return message;
  }

  /** Whether pieces of the answer have come. */
  boolean streamed() {
    return streamed;
  }

  /** The lines that an event is worth; none for a piece of the answer. */
  List<String> lines(TaskEvent event) {
    if (event instanceof TaskEvent.Status status) {
      String told = status.message();
      return step(status.percent(), told == null ? texts.get("queued") : told);
    }
    if (event instanceof TaskEvent.Progress progress) {
      return step(progress.percent(), progress.message());
    }
    if (event instanceof TaskEvent.Text) {
      streamed = true;
    }
    if (event instanceof TaskEvent.Data data) {
      return facts.lines(data);
    }
    if (event instanceof TaskEvent.Completed end) {
      return summary(end);
    }
    if (event instanceof TaskEvent.Failed end) {
      List<String> lines = new ArrayList<>();
      lines.add(texts.get("failed", Clean.line(end.error()), Clean.line(end.code())));
      if (end.retryable()) {
        lines.add(texts.get("retryable"));
      }
      return lines;
    }
    return List.of();
  }

  private List<String> step(int newPercent, String newMessage) {
    String told = Clean.line(newMessage);
    if (newPercent == percent && told.equals(message)) {
      return List.of();
    }
    percent = newPercent;
    message = told;
    return List.of(String.format("[%3d%%] %s", percent, message));
  }

  private List<String> summary(TaskEvent.Completed end) {
    List<String> lines = new ArrayList<>();
    String sources = facts.titles(end.sources());
    if (!sources.isEmpty()) {
      lines.add(texts.get("sources", sources));
    }
    Integer confidence = end.confidence();
    if (confidence != null) {
      lines.add(texts.get("confidence", confidence, Clean.line(end.confidenceMethod())));
    }
    if (end.total() != null) {
      String model = end.model();
      lines.add(
          texts.get(
              "took",
              String.format("%.1f", end.total().toMillis() / MILLIS),
              model == null ? "?" : Clean.line(model)));
    }
    return lines;
  }

  /** What is worth saying of the connection: that it is lost, and that it is there again. */
  Optional<String> connection(Connection connection) {
    switch (connection.state()) {
      case RECONNECTING -> {
        lost = true;
        return Optional.of(
            texts.get(
                "lost",
                String.format("%.1f", connection.delay().toMillis() / MILLIS),
                connection.failures()));
      }
      case OPEN -> {
        boolean back = lost;
        lost = false;
        return back ? Optional.of(texts.get("back")) : Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }
}
