package dev.tidings.dialects;

import dev.tidings.ProgressEvent.Resync;
import dev.tidings.TaskHead;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Says where a reader is, behind each message (section 5.8 of the protocol). The protocol has no
 * word for a state, so a place that is not known is refused; and its reader comes back by itself
 * after an end in order, unless it was told that the stream is closed. The voice of one connection.
 */
final class DurableVoice implements Voice {
  private final InstantSource clock;

  /** What the reader has shown, or null. */
  private final @Nullable String shown;

  /** The last one that it was given; 0 before the first. */
  private long cursor;

  DurableVoice(InstantSource clock, @Nullable String shown) {
    this.clock = clock;
    this.shown = shown;
  }

  @Override
  public Beginning beginning() {
    return Beginning.AT_PLACE_ONLY;
  }

  @Override
  public void opening(TaskHead task, Resync state, Words out) {
    throw new IllegalStateException("a stream has no state to begin with");
  }

  @Override
  public void reached(TaskHead task, Reached reached, Words out) {
    out.message(
        "control",
        JsonBodies.object(
            json -> {
              json.writeStringProperty(
                  "streamNextOffset", DurableOffset.of(task, reached.sequence()).toString());
              if (!reached.ended()) {
                json.writeStringProperty("streamCursor", nextCursor());
              }
              if (reached.caughtUp() || reached.ended()) {
                json.writeBooleanProperty("upToDate", true);
              }
              if (reached.ended()) {
                json.writeBooleanProperty("streamClosed", true);
              }
            }));
  }

  @Override
  public boolean placesEachEvent() {
    return true;
  }

  private String nextCursor() {
    // Only what the reader brought has to be passed; after that none goes back.
    cursor = Math.max(cursor, StreamCursor.next(clock.instant(), cursor == 0 ? shown : null));
    return Long.toString(cursor);
  }

  @Override
  public boolean endsInOrder() {
    return true;
  }
}
