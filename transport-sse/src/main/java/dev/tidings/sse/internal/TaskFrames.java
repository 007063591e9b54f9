package dev.tidings.sse.internal;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames of one task in one format, shared by its sessions: an event is encoded once,
 * and the sessions write the same bytes.
 *
 * <p><b>Races.</b> Slots are plain. A frame's fields are final, so a reader sees a whole frame or
 * an older one, and tells by the event's identity; at worst two sessions encode the same event.
 */
final class TaskFrames {
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
  private final EventFormat format;
  private final @Nullable Frame[] slots = new Frame[SLOTS];

  TaskFrames(String epoch, EventFormat format) {
    this.epoch = epoch;
    this.format = format;
  }

  byte[] bytes(TaskView task, ProgressEvent event) {
    int slot = (int) event.sequence() & (SLOTS - 1);
    Frame known = slots[slot];
    if (known != null && known.event == event) {
      return known.bytes;
    }
    byte[] bytes = format.encode(task, epoch, event);
    slots[slot] = new Frame(event, bytes);
    return bytes;
  }
}
