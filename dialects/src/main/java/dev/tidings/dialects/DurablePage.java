package dev.tidings.dialects;

import java.util.List;

/**
 * What a reader is given in one answer.
 *
 * @param messages in order
 * @param from where it begins: behind the event of that sequence
 * @param next where it ends
 * @param lost whether what follows the reader's place is not known; there are no messages then
 * @param settled whether whoever reads from the same place is given the same, now and later
 * @param upToDate whether there was no more when it was read
 * @param closed whether there never will be
 */
record DurablePage(
    List<byte[]> messages,
    long from,
    long next,
    boolean lost,
    boolean settled,
    boolean upToDate,
    boolean closed) {

  /** Whether it tells a reader anything that it has waited for. */
  boolean tells() {
    return lost || closed || !messages.isEmpty();
  }
}
