package dev.tidings.sse;

import dev.tidings.stream.Framing;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The transport's framing without the space behind {@code data:}, which the format leaves to
 * whoever writes and every parser takes away; the public test suite of Durable Streams looks at the
 * bytes.
 */
public final class TightFraming implements Framing {
  private static final byte[] LOOSE = {'d', 'a', 't', 'a', ':', ' '};

  /** The same as the transport's otherwise. */
  public TightFraming() {}

  @Override
  public String name() {
    return "sse-tight";
  }

  @Override
  public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
    byte[] frame = SseFraming.INSTANCE.message(id, name, body);
    ByteArrayOutputStream tight = new ByteArrayOutputStream(frame.length);
    for (int at = 0; at < frame.length; at++) {
      tight.write(frame[at]);
      if (endsField(frame, at)) {
        at++;
      }
    }
    return tight.toByteArray();
  }

  /** Whether the byte is the colon of a line {@code data: …}. */
  private static boolean endsField(byte[] frame, int at) {
    int start = at - (LOOSE.length - 2);
    if (frame[at] != ':' || start < 0 || at + 1 >= frame.length) {
      return false;
    }
    for (int i = 0; i < LOOSE.length; i++) {
      if (frame[start + i] != LOOSE[i]) {
        return false;
      }
    }
    return start == 0 || frame[start - 1] == '\n';
  }

  @Override
  public byte[] comment() {
    return SseFraming.INSTANCE.comment();
  }

  @Override
  public byte[] retry(Duration after) {
    return SseFraming.INSTANCE.retry(after);
  }
}
