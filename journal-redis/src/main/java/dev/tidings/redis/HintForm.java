package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tidings.journal.Batch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a hint of a task says: whose batch was stored, and the batch itself if it is small, so that
 * nobody has to read it. Numbers without gaps show who has missed one, so a hint may be lost. A
 * version that does not know a form takes it for a hint without a batch.
 */
final class HintForm {
  /** A larger batch is read: each server that follows would be sent it, wanted or not. */
  private static final int MOST_BYTES = 4 * 1024;

  /** Between the line of numbers and the entries. */
  private static final char LINE = '\n';

  private static final String END = "end";
  private static final String MORE = "more";

  private HintForm() {}

  /** An end without a number is read: its hint does not tell where it goes. */
  static byte[] of(Batch stored) {
    byte[] entries = stored.bytes();
    if (entries.length > MOST_BYTES || stored.first() == 0) {
      return stored.writer().getBytes(US_ASCII);
    }
    String line =
        String.join(
            " ",
            stored.writer(),
            Long.toString(stored.first()),
            Integer.toString(stored.count()),
            stored.end() ? END : MORE);
    byte[] head = (line + LINE).getBytes(US_ASCII);
    return ByteBuffer.allocate(head.length + entries.length).put(head).put(entries).array();
  }

  /** The batch that a hint carries; empty if it carries none. */
  static Optional<Batch> batch(byte[] message) {
    int line = lineEnd(message);
    String[] words = new String(message, 0, Math.max(0, line), US_ASCII).split(" ", -1);
    return Optional.ofNullable(
        words.length == 4
            ? batch(words, Arrays.copyOfRange(message, line + 1, message.length))
            : null);
  }

  private static @Nullable Batch batch(String[] words, byte[] entries) {
    try {
      long first = Long.parseLong(words[1]);
      return first == 0
          ? null
          : new Batch(first, Integer.parseInt(words[2]), words[0], words[3].equals(END), entries);
    } catch (IllegalArgumentException other) {
      return null;
    }
  }

  private static int lineEnd(byte[] message) {
    for (int i = 0; i < message.length; i++) {
      if (message[i] == LINE) {
        return i;
      }
    }
    return -1;
  }
}
