package dev.tidings.sse.durable;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes the body of a write apart into messages that fit into a fact each. */
final class Messages {
  /** In base64, with its name, that is a fact of less than 16 KiB. */
  private static final int LONGEST = 12_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Messages() {}

  static List<byte[]> of(StreamSettings stream, byte[] body) throws Refused {
    return stream.isJson() ? json(body) : pieces(body, stream.isText());
  }

  /** The values of an array, one level deep, or the one value. */
  private static List<byte[]> json(byte[] body) throws Refused {
    List<byte[]> messages = new ArrayList<>();
    try {
      JsonNode value = JSON.readTree(body);
      if (value.isMissingNode()) {
        throw new Refused(400, "the body is not JSON");
      }
      if (!value.isArray()) {
        messages.add(JSON.writeValueAsBytes(value));
      } else {
        value.forEach(one -> messages.add(JSON.writeValueAsBytes(one)));
      }
    } catch (JacksonException wrong) {
      throw new Refused(400, "the body is not JSON");
    }
    for (byte[] message : messages) {
      if (message.length > LONGEST) {
        throw new Refused(413, "a message may have " + LONGEST + " bytes");
      }
    }
    return messages;
  }

  private static List<byte[]> pieces(byte[] body, boolean text) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < body.length; ) {
      int to = Math.min(body.length, from + LONGEST);
      // No event of an event stream may end within a character.
      while (text && to < body.length && to > from + 1 && (body[to] & 0xC0) == 0x80) {
        to--;
      }
      byte[] piece = new byte[to - from];
      System.arraycopy(body, from, piece, 0, piece.length);
      pieces.add(piece);
      from = to;
    }
    return pieces;
  }
}
