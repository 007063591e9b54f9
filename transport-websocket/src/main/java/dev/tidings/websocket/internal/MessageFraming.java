package dev.tidings.websocket.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tidings.stream.Framing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to a WebSocket, which has frames of its own: each is preceded by its length
 * in bytes, so that a sink finds them again however they were joined or parted. An id becomes one
 * more field of the message, which must be a JSON object then.
 */
public final class MessageFraming implements Framing {
  /** The only one. */
  public static final MessageFraming INSTANCE = new MessageFraming();

  /** How many bytes the length has. */
  static final int LENGTH_BYTES = Integer.BYTES;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]+");
  private static final byte[] NOTHING = {};

  private MessageFraming() {}

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
    if (name != null) {
      throw new IllegalArgumentException("a WebSocket message cannot have the name '" + name + "'");
    }
    if (id == null) {
      return allocate(body.length).put(body).array();
    }
    if (!PLAIN.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the event id '" + id + "' must have letters, digits and _.:- only");
    }
    int end = lastBrace(body);
    boolean first = isOpening(body, end);
    byte[] field = ((first ? "" : ",") + "\"id\":\"" + id + "\"").getBytes(US_ASCII);
    return allocate(body.length + field.length)
        .put(body, 0, end)
        .put(field)
        .put(body, end, body.length - end)
        .array();
  }

  private static ByteBuffer allocate(int length) {
    return ByteBuffer.allocate(LENGTH_BYTES + length).putInt(length);
  }

  private static int lastBrace(byte[] body) {
    int last = lastVisible(body, body.length);
    if (last < 1 || body[0] != '{' || body[last] != '}') {
      throw new IllegalArgumentException("only a JSON object can be told with an id here");
    }
    return last;
  }

  /** Whether nothing stands between the object's first brace and that place. */
  private static boolean isOpening(byte[] body, int end) {
    return lastVisible(body, end) == 0;
  }

  /** The place of the last byte before that end which is no white space of JSON; -1 for none. */
  private static int lastVisible(byte[] body, int end) {
    int at = end - 1;
    while (at >= 0
        && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
      at--;
    }
    return at;
  }

  /**
   * Nothing: a message that says nothing is one all the same, and clients would have to know it.
   */
  @Override
  public byte[] comment() {
    return NOTHING;
  }

  /** Nothing: a WebSocket's client decides by itself when to come again. */
  @Override
  public byte[] retry(Duration after) {
    return NOTHING;
  }
}
