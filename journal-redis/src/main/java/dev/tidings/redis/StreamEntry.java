package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.journal.Batch;
import io.lettuce.core.StreamMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a batch stands in a stream. Its id is its last number, so a stream takes a batch only behind
 * those before it; an end has the greatest id that there is, so a stream takes nothing after it,
 * whoever it is from. All but the first have the same fields, whose names Redis keeps once for many
 * entries.
 */
final class StreamEntry {
  /** The greatest id. */
  static final String END = "18446744073709551615-18446744073709551615";

  /** The id of the first batch of every task. */
  static final String HEAD = "1-0";

  private static final String FIRST = "f";
  private static final String COUNT = "c";
  private static final String WRITER = "w";
  private static final String ENTRIES = "b";
  private static final String PROCESS = "p";
  private static final String OWNER = "o";

  /**
   * What the first batch says beside its entries.
   *
   * @param process the process that the task's worker is in
   * @param owner the name of its owner in keys; empty for nobody's
   */
  record Head(String process, String owner) {}

  private StreamEntry() {}

  static String id(Batch batch) {
    return batch.end() ? END : (batch.first() + batch.count() - 1) + "-0";
  }

  /** The id from which a stream is to be read for what follows a number. */
  static String after(long number) {
    return number + "-1";
  }

  static Map<String, byte[]> fields(Batch batch) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put(FIRST, bytes(Long.toString(batch.first())));
    fields.put(COUNT, bytes(Integer.toString(batch.count())));
    fields.put(WRITER, bytes(batch.writer()));
    fields.put(ENTRIES, batch.bytes());
    return fields;
  }

  static Map<String, byte[]> fields(Batch first, Head head) {
    Map<String, byte[]> fields = fields(first);
    fields.put(PROCESS, bytes(head.process()));
    fields.put(OWNER, bytes(head.owner()));
    return fields;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Batch batch(StreamMessage<String, byte[]> entry) {
    Map<String, byte[]> fields = entry.getBody();
    byte[] entries = fields.get(ENTRIES);
    if (entries == null) {
      throw notOurs(entry);
    }
    try {
      return new Batch(
          Long.parseLong(text(entry, FIRST)),
          Integer.parseInt(text(entry, COUNT)),
          text(entry, WRITER),
          entry.getId().equals(END),
          entries);
    } catch (NumberFormatException wrong) {
      throw notOurs(entry);
    }
  }

  static Head head(StreamMessage<String, byte[]> entry) {
    return new Head(text(entry, PROCESS), text(entry, OWNER));
  }

  private static String text(StreamMessage<String, byte[]> entry, String field) {
    byte @Nullable [] value = entry.getBody().get(field);
    if (value == null) {
      throw notOurs(entry);
    }
    return new String(value, UTF_8);
  }

  private static IllegalStateException notOurs(StreamMessage<String, byte[]> entry) {
    return new IllegalStateException(
        "entry "
            + entry.getId()
            + " of stream '"
            + entry.getStream()
            + "' is not a journal's; give the journal a prefix that nothing else uses");
  }
}
