package dev.tidings.sse;

import dev.tidings.stream.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The event stream format as one kind of wire. */
final class SseFraming implements Framing {
  static final SseFraming INSTANCE = new SseFraming();

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private SseFraming() {}

  @Override
  public String name() {
    return "sse";
  }

  @Override
  public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
    return SseEncoder.event(id, name, body);
  }

  @Override
  public byte[] comment() {
    return COMMENT.clone();
  }

  @Override
  public byte[] retry(Duration after) {
    return SseEncoder.retry(after);
  }
}
