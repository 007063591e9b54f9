package dev.tidings.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of entries: a byte for its version, then each entry. Every text comes out as it
 * went in, UTF-16 unit for unit, lone surrogates too. A process reads its own version and those
 * before it, and writes the oldest that has what the entries need; so it gets on with older
 * processes as long as nobody uses what they lack. Version 2 has facts and private attributes.
 */
public final class StoredEntries {
  /** The newest version. */
  static final int VERSION = 2;

  private StoredEntries() {}

  /** The stored form of the entries. */
  public static byte[] encode(List<Entry> entries) {
    StoredOutput out = new StoredOutput();
    out.writeByte(entries.stream().mapToInt(EntryForm::version).max().orElse(1));
    entries.forEach(entry -> EntryForm.write(out, entry));
    return out.toBytes();
  }

  /**
   * The entries that were stored.
   *
   * @throws IllegalArgumentException if the bytes are not the stored form of entries, or of a later
   *     version
   */
  public static List<Entry> decode(byte[] bytes) {
    StoredInput in = new StoredInput(bytes);
    int version = in.readByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "entries of version "
              + version
              + " cannot be read, only those up to "
              + VERSION
              + "; update this process before those that write");
    }
    List<Entry> entries = new ArrayList<>();
    try {
      while (in.hasMore()) {
        entries.add(EntryForm.read(in));
      }
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException("stored entries have a duration out of range", overflow);
    }
    return entries;
  }
}
