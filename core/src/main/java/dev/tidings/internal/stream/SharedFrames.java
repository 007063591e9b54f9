package dev.tidings.internal.stream;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Framing;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames of one task in one dialect, shared by its sessions: an event is encoded once,
 * and the sessions write the same bytes.
 *
 * <p><b>Races.</b> Slots are plain. A frame's fields are final, so a reader sees a whole frame or
 * an older one, and tells by the event's identity; at worst two sessions encode the same event.
 */
final class SharedFrames {
  private static final int SLOTS = 16;

  /** A smaller opening is not worth a look. */
  private static final int LARGE = 8 * 1024;

  /** An event and its bytes. */
  private static final class Frame {
    private final ProgressEvent event;
    private final byte[] bytes;

    Frame(ProgressEvent event, byte[] bytes) {
      this.event = event;
      this.bytes = bytes;
    }
  }

  private final Dialect dialect;
  private final Framing framing;
  private final @Nullable Frame[] slots = new Frame[SLOTS];

  /** The newest large opening, as long as a session has it. */
  private volatile WeakReference<byte[]> opening = new WeakReference<>(null);

  SharedFrames(Dialect dialect, Framing framing) {
    this.dialect = dialect;
    this.framing = framing;
  }

  /**
   * The same opening as one array, however many sessions were given it at once: it may hold a whole
   * answer, and a client that does not read keeps it.
   */
  byte[] shared(byte[] bytes) {
    if (bytes.length < LARGE) {
      return bytes;
    }
    byte[] known = opening.get();
    if (known != null && Arrays.equals(known, bytes)) {
      return known;
    }
    opening = new WeakReference<>(bytes);
    return bytes;
  }

  /** The bytes that say an event; none where the dialect does not say it. */
  byte[] bytes(TaskHead task, ProgressEvent event) {
    int slot = (int) event.sequence() & (SLOTS - 1);
    Frame known = slots[slot];
    if (known != null && known.event == event) {
      return known.bytes;
    }
    Utterance utterance = new Utterance(framing);
    dialect.say(task, event, utterance);
    byte[] bytes = utterance.framed(EventIds.of(task, event));
    slots[slot] = new Frame(event, bytes);
    return bytes;
  }
}
