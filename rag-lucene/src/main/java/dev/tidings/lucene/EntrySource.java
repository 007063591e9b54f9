package dev.tidings.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Where the entries of an index come from. They are read one by one and not held, so a source may
 * be larger than the memory. The thread that opens the index calls it, one call at a time; what it
 * throws comes out of the opening.
 */
public interface EntrySource {
  /**
   * What tells this content from another: an index that was built from the same is opened as it is.
   * It is much cheaper than reading the entries.
   *
   * @throws IOException if it cannot be read
   */
  String fingerprint() throws IOException;

  /**
   * The source reads all entries, in an order that is always the same. Two with the same collection
   * and id are one: the later counts.
   *
   * @throws IOException if they cannot be read; an index that is there stays as it was
   */
  void forEach(Taker taker) throws IOException;

  /** A taker is given the entries, by the thread that reads them. */
  @FunctionalInterface
  interface Taker {
    /** The taker is given the next entry. What it throws ends the reading. */
    void take(Entry entry) throws IOException;
  }

  /** A source of entries that are in memory. */
  static EntrySource of(List<Entry> entries) {
    List<Entry> copy = List.copyOf(entries);
    return new EntrySource() {
      @Override
      public String fingerprint() {
        MessageDigest digest = Digests.sha256();
        copy.forEach(entry -> digest.update(entry.toString().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
      }

      @Override
      public void forEach(Taker taker) throws IOException {
        for (Entry entry : copy) {
          taker.take(entry);
        }
      }
    };
  }
}
