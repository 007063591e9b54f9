package dev.tidings.testkit.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.stream.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wire that loses nothing of a message and needs no parser of a transport's. */
final class MessageFraming implements Framing {
  private static final byte MESSAGE = 1;
  private static final byte OTHER = 2;
  private static final int NONE = -1;

  /** An id, a name and a body. */
  private static final int PARTS = 3;

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(MESSAGE);
    put(frame, id == null ? null : id.getBytes(UTF_8));
    put(frame, name == null ? null : name.getBytes(UTF_8));
    put(frame, body);
    return frame.toByteArray();
  }

  private static void put(ByteArrayOutputStream frame, byte @Nullable [] bytes) {
    int length = bytes == null ? NONE : bytes.length;
    frame.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    if (bytes != null) {
      frame.writeBytes(bytes);
    }
  }

  @Override
  public byte[] comment() {
    return new byte[] {OTHER};
  }

  @Override
  public byte[] retry(Duration after) {
    return new byte[] {OTHER};
  }

  /** The whole messages in the bytes; what has not all come of another one is left out. */
  static List<Told> messages(byte[] bytes) {
    List<Told> messages = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      if (in.get() == MESSAGE) {
        if (!isWhole(in.duplicate())) {
          return messages;
        }
        String id = text(in);
        String name = text(in);
        String body = text(in);
        messages.add(new Told(id, name, body == null ? "" : body));
      }
    }
    return messages;
  }

  private static boolean isWhole(ByteBuffer in) {
    for (int i = 0; i < PARTS; i++) {
      int length = in.remaining() < Integer.BYTES ? Integer.MAX_VALUE : Math.max(0, in.getInt());
      if (in.remaining() < length) {
        return false;
      }
      in.position(in.position() + length);
    }
    return true;
  }

  private static @Nullable String text(ByteBuffer in) {
    int length = in.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }
}
