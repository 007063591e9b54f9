package dev.tidings.internal.stream;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import dev.tidings.stream.Framing;
import java.util.Arrays;
import java.util.List;
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

  /** An event and its bytes. */
  private static final class Frame {
    private final ProgressEvent event;
    private final byte[] bytes;

    Frame(ProgressEvent event, byte[] bytes) {
      this.event = event;
      this.bytes = bytes;
    }
  }

  private final String epoch;
  private final Dialect dialect;
  private final Framing framing;
  private final @Nullable Frame[] slots = new Frame[SLOTS];

  SharedFrames(String epoch, Dialect dialect, Framing framing) {
    this.epoch = epoch;
    this.dialect = dialect;
    this.framing = framing;
  }

  /** The bytes that say an event; none where the dialect does not say it. */
  byte[] bytes(TaskView task, ProgressEvent event) {
    int slot = (int) event.sequence() & (SLOTS - 1);
    Frame known = slots[slot];
    if (known != null && known.event == event) {
      return known.bytes;
    }
    // The end's id says by itself that nothing follows, to whichever server it is shown.
    String id = epoch + '-' + event.sequence() + (event.terminal() ? "e" : "");
    byte[] bytes = frame(id, dialect.say(task, event));
    slots[slot] = new Frame(event, bytes);
    return bytes;
  }

  private byte[] frame(String id, List<byte[]> bodies) {
    byte[] all = new byte[0];
    for (int i = 0; i < bodies.size(); i++) {
      byte[] frame = framing.message(i == bodies.size() - 1 ? id : null, null, bodies.get(i));
      if (all.length == 0) {
        all = frame;
      } else {
        int before = all.length;
        all = Arrays.copyOf(all, before + frame.length);
        System.arraycopy(frame, 0, all, before, frame.length);
      }
    }
    return all;
  }
}
