package dev.tidings.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages again in what a session writes with a {@link MessageFraming}, wherever the
 * writes begin and end. Not thread-safe.
 */
final class Messages {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final Queue<byte[]> whole = new ArrayDeque<>();
  private final ByteBuffer length = ByteBuffer.allocate(MessageFraming.LENGTH_BYTES);

  /** What has come of the message that has begun; none while its length is not known. */
  private ByteBuffer begun = NONE;

  /** Takes a part of what is written. */
  void add(ByteBuffer part) {
    while (part.hasRemaining()) {
      if (length.hasRemaining()) {
        length.put(part.get());
        if (!length.hasRemaining()) {
          begun = ByteBuffer.allocate(length.getInt(0));
        }
      } else {
        int taken = Math.min(part.remaining(), begun.remaining());
        begun.put(part.slice().limit(taken));
        part.position(part.position() + taken);
      }
      if (!length.hasRemaining() && !begun.hasRemaining()) {
        whole.add(begun.array());
        begun = NONE;
        length.clear();
      }
    }
  }

  /** The next whole message, taken out; null if there is none. */
  @Nullable Message next() {
    byte[] bytes = whole.poll();
    return bytes == null ? null : new Message(new String(bytes, UTF_8), bytes.length);
  }

  /**
   * A message.
   *
   * @param text what it says
   * @param bytes how many bytes that has in UTF-8
   */
  record Message(String text, int bytes) {}
}
