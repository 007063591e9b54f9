package dev.tidings.lucene;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one JSON Lines file, taken once, so that what was fingerprinted is what is read.
 * Lines end in LF or CRLF; a byte order mark before the first is dropped, blank ones are passed
 * over, and text that is not UTF-8 is refused rather than mended.
 */
final class CorpusFile {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final int LONGEST_LINE = 1 << 20;

  private final String name;
  private final byte[] bytes;

  CorpusFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Takes the rows in their order, until one is refused. */
  void forEachRow(RowVisitor visitor) throws PoemCorpusException {
    int start = startsWithByteOrderMark() ? BYTE_ORDER_MARK.length : 0;
    for (int line = 1; start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      Place place = new Place(name, line);
      if (end - start > LONGEST_LINE) {
        throw place.error(
            "has more than "
                + LONGEST_LINE
                + " bytes; put each poem on a line of its own, or cut its texts");
      }
      String text = decode(ByteBuffer.wrap(bytes, start, end - start), place);
      if (!text.isBlank()) {
        visitor.visit(CorpusRow.parse(text, place), place);
      }
      start = end + 1;
    }
  }

  private boolean startsWithByteOrderMark() {
    return bytes.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  private static String decode(ByteBuffer line, Place place) throws PoemCorpusException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
    } catch (CharacterCodingException e) {
      throw place.error("is not UTF-8; save the file as UTF-8", e);
    }
  }

  /** Takes one row of a file. */
  interface RowVisitor {
    void visit(CorpusRow row, Place place) throws PoemCorpusException;
  }
}
