package dev.tidings.internal.stream;

import dev.tidings.stream.Framing;
import dev.tidings.stream.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames what is said in one go. The last message has to wait, because only the end shows that it
 * is the last, and the id goes with it. Not thread-safe.
 */
final class Utterance implements Words {
  private static final byte[] NONE = {};

  private final Framing framing;
  private byte[] framed = NONE;
  private @Nullable String name;
  private byte @Nullable [] last;

  /** Comments behind the last message. */
  private byte[] behind = NONE;

  Utterance(Framing framing) {
    this.framing = framing;
  }

  @Override
  public void message(byte[] body) {
    put(null, body);
  }

  @Override
  public void message(String messageName, byte[] body) {
    put(messageName, body);
  }

  private void put(@Nullable String messageName, byte[] body) {
    settle(null);
    name = messageName;
    last = body;
  }

  @Override
  public void comment() {
    if (last == null) {
      framed = joined(framed, framing.comment());
    } else {
      behind = joined(behind, framing.comment());
    }
  }

  /** Everything that was said since the last call, the last message with that id. */
  byte[] framed(@Nullable String id) {
    settle(id);
    byte[] all = framed;
    framed = NONE;
    return all;
  }

  private void settle(@Nullable String id) {
    if (last != null) {
      framed = joined(joined(framed, framing.message(id, name, last)), behind);
      last = null;
      behind = NONE;
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    if (second.length == 0) {
      return first;
    }
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
