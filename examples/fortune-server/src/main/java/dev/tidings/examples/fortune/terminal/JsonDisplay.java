package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.Connection;
import dev.tidings.client.TaskEvent;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line, for scripts: each event with the fields of the wire protocol and its
 * {@code id}. What the client itself has to say goes to the other stream.
 */
final class JsonDisplay implements Display {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrintStream out;
  private final PrintStream err;

  JsonDisplay(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void task(String taskId) {
    // Every event has it.
  }

  @Override
  public void event(TaskEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    String id = event.id();
    if (id != null) {
      line.put("id", id);
    }
    line.putAll(event.origin().fields());
    out.println(JSON.writeValueAsString(line));
    out.flush();
  }

  @Override
  public void connection(Connection connection) {
    // A script sees events; they go on where they broke off.
  }

  @Override
  public void note(String sentence) {
    err.println(Clean.line(sentence));
    err.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
