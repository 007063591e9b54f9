package dev.tidings.internal.task;

import dev.tidings.Fact;
import dev.tidings.Message;
import dev.tidings.Source;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of heap a task holds beside its log. The constants are measured with compressed
 * references and rounded up. Texts count two bytes a UTF-16 unit, so those of Latin letters only,
 * which the JVM keeps in one, count double.
 */
final class HeapEstimate {
  /** A task with its state, its first event, and its place among the hub's. */
  private static final int TASK = 700;

  /** An end with its summary. */
  private static final int END = 750;

  /** A map with its table, and one entry of it with its key and a number. */
  private static final int MAP = 200;

  private static final int ENTRY = 112;

  /** A string with its array, beside the characters. */
  private static final int STRING = 40;

  private static final int SOURCE = 48;

  /** A fact with its event and the place of its name among the newest, beside its values. */
  private static final int FACT = 100;

  /** A map in a fact, beside its entries. */
  private static final int VALUES = 168;

  /** A list, and one place in it with a number. */
  private static final int LIST = 72;

  private static final int ITEM = 28;

  private HeapEstimate() {}

  static long of(Task task) {
    return TASK
        + of(task.id())
        + task.owner().map(HeapEstimate::of).orElse(0L)
        + of(task.attributes())
        + of(task.privateAttributes());
  }

  /** Of an end with a result, beside its log. */
  static long of(TaskResult result) {
    long bytes = END + of(result.response());
    List<Source> sources = result.sources();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      bytes += SOURCE + of(source.title()) + of(source.reference());
    }
    return bytes;
  }

  /** Of an end with a failure, beside its log and what the hub adds to the failure. */
  static long of(TaskFailure failure) {
    String partial = failure.partialResponse();
    return END + of(failure.message()) + (partial == null ? 0 : of(partial));
  }

  /** Of a fact with its event. */
  static int of(Fact fact) {
    return (int) (FACT + ofValue(fact.values()));
  }

  private static long ofValue(Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    long bytes = 0;
    if (value instanceof List<?> list) {
      bytes = LIST;
      for (Object item : list) {
        bytes += ITEM + ofValue(item);
      }
    } else if (value instanceof Map<?, ?> map) {
      bytes = VALUES;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += ENTRY + 2L * entry.getKey().toString().length() + ofValue(entry.getValue());
      }
    }
    return bytes;
  }

  private static long of(Message message) {
    long bytes = message.text() == null ? 0 : of(message.text());
    List<Object> arguments = message.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      bytes += arguments.get(i) instanceof String text ? of(text) : STRING;
    }
    return bytes;
  }

  private static long of(Map<String, Object> values) {
    if (values.isEmpty()) {
      return 0;
    }
    long bytes = MAP;
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      bytes += ENTRY + 2L * entry.getKey().length();
      bytes += entry.getValue() instanceof String text ? of(text) : 0;
    }
    return bytes;
  }

  private static long of(String text) {
    return STRING + 2L * text.length();
  }
}
