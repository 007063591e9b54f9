package dev.tidings.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch is entries of one task that are appended at once, or not at all. It is immutable, as long
 * as nobody changes its bytes, which are not copied.
 *
 * <p>Two batches of the same writer with the same first number are the very same batch, sent again
 * because the answer to the first try is not known.
 */
public final class Batch {
  private final long first;
  private final int count;
  private final String writer;
  private final boolean end;
  private final byte[] bytes;

  /**
   * A batch as it is stored.
   *
   * @param first the number of its first event, from 1; or 0 for an end that goes wherever the log
   *     stands
   * @param count how many events it makes, at least 1
   * @param writer tells whose batch it is; letters and digits
   * @param end whether it ends the task, so that nothing can follow it
   * @param bytes its entries, as {@link StoredEntries} has them
   * @throws IllegalArgumentException if a number is out of range
   */
  public Batch(long first, int count, String writer, boolean end, byte[] bytes) {
    if (first < 0 || count < 1 || (first == 0 && !end)) {
      throw new IllegalArgumentException(
          "a batch of "
              + count
              + " events from "
              + first
              + " cannot be; only an end has no number of its own");
    }
    this.first = first;
    this.count = count;
    this.writer = Objects.requireNonNull(writer, "writer");
    this.end = end;
    this.bytes = Objects.requireNonNull(bytes, "bytes");
  }

  /** A batch of entries with their place: the number of the first event that they make. */
  public static Batch of(long first, String writer, List<Entry> entries) {
    int count = entries.stream().mapToInt(Entry::events).sum();
    boolean end = entries.get(entries.size() - 1).end();
    return new Batch(first, count, writer, end, StoredEntries.encode(entries));
  }

  /** An end by anybody, which goes wherever the log stands. */
  public static Batch of(String writer, Entry.Broke end) {
    return new Batch(0, 1, writer, true, StoredEntries.encode(List.of(end)));
  }

  /** The number of its first event, from 1; 0 for an end that goes wherever the log stands. */
  public long first() {
    return first;
  }

  /** How many events it makes. */
  public int count() {
    return count;
  }

  /** Whose batch it is. */
  public String writer() {
    return writer;
  }

  /** Whether it ends the task. */
  public boolean end() {
    return end;
  }

  /** Its entries, as {@link StoredEntries} has them; nobody may change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether that is this batch, sent again. */
  public boolean isSameAs(Batch other) {
    return first == other.first && end == other.end && writer.equals(other.writer);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Batch that
        && isSameAs(that)
        && count == that.count
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(first, count, writer, end);
  }

  /** The bytes are left out: they hold what users wrote. */
  @Override
  public String toString() {
    return "Batch[first=%d, count=%d, writer=%s, end=%s, %d bytes]"
        .formatted(first, count, writer, end, bytes.length);
  }
}
