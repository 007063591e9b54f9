package dev.tidings.internal.stream;

import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.internal.task.LoggedTask;
import dev.tidings.stream.Framing;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Voice.Beginning;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session is to write next: the frames of what its cursor finds, joined into writes of
 * bounded size, and the stream's own lines around them. Not thread-safe: only its session's turns
 * ask it.
 */
final class Outbox {
  /** A write ends with the frame that reaches this many bytes. */
  static final int MOST_BYTES = 8 * 1024;

  /** Events looked at in one turn at most, for a dialect that says little of them. */
  private static final int MOST_EVENTS = 256;

  /** How many events are read at a time, and kept until they are said. */
  private static final int BATCH = 32;

  /** How many events wait at least for a reader that is behind. */
  private static final int BEHIND = 64;

  /** How much of the log a reader that is behind looks at together. */
  private static final int COALESCED = 1024;

  private final Streams streams;
  private final LoggedTask task;
  private final Voice voice;
  private final Framing framing;
  private final EventCursor cursor;
  private final SharedFrames frames;

  /** For what the voice says. */
  private final Utterance words;

  private final long openedNanos;

  /** What had happened when the client came: it is told all of that, however it takes it. */
  private final long story;

  private List<ProgressEvent> read = List.of();
  private int said;
  private long lastRead;
  private long lastSaid;

  /** What stands for the past, until it is said. */
  private byte @Nullable [] state;

  private boolean begun;

  /** Whether the client said where it is, in this log; otherwise it is told the state first. */
  private final boolean placeKnown;

  /** Whether the client was told once how far it is. */
  private boolean placed;

  /** Whether it was given events since. */
  private boolean movedOn;

  private boolean farewell;
  private boolean hindered;

  /** Whether a read of this turn took all there was; an append after it asks for another turn. */
  private boolean caughtUp;

  /** Whether what the client was told last is that there is no more for now. */
  private boolean toldCaughtUp;

  private int events;
  private int bytes;

  Outbox(Streams streams, LoggedTask task, Opening opening, SharedFrames frames) {
    this.streams = streams;
    this.task = task;
    this.voice = opening.voice();
    Position place = voice.beginning() == Beginning.AT_PRESENT ? Position.LOST : opening.position();
    this.cursor = opening.dialect().tellsText() ? task.cursor(place) : task.cursorBySequence(place);
    this.frames = frames;
    this.framing = opening.framing();
    this.words = new Utterance(framing);
    this.openedNanos = task.hub().nanoTime();
    this.story = task.lastSequence();
    this.lastRead = Math.min(story, Math.max(0, place.after()));
    this.lastSaid = lastRead;
    this.placeKnown = place.after() >= 0;
  }

  /**
   * A turn begins. It may be the one that an append asked for, so what an earlier turn has read
   * says no longer that there is no more.
   */
  void turn() {
    caughtUp = false;
  }

  /** The next write of a stream that goes on; empty if there is nothing for now. */
  ByteBuffer next(boolean pingDue) {
    List<byte[]> parts = begin();
    addEvents(parts);
    if (movedOn || (!toldCaughtUp && !more())) {
      addReached(parts);
    }
    // Whoever is given so much is not in want of a sign of life.
    if (pingDue && bytes < MOST_BYTES && !ended()) {
      Duration connected = Duration.ofNanos(task.hub().nanoTime() - openedNanos);
      voice.ping(task, task.hub().now(), connected, words);
      add(parts, words.framed(null));
    }
    return join(parts);
  }

  /**
   * The next write of a stream that is to close: when to come back, after what is left of the
   * events if they are wanted.
   */
  ByteBuffer last(boolean eventsWanted) {
    List<byte[]> parts = begin();
    if (!farewell) {
      if (eventsWanted) {
        addEvents(parts);
      }
      if (movedOn || (!placed && placeKnown)) {
        addReached(parts);
      }
    }
    if (parts.isEmpty() && !farewell && !ended() && !(eventsWanted && more())) {
      farewell = true;
      add(parts, framing.retry(streams.settings().retry()));
    }
    return join(parts);
  }

  private List<byte[]> begin() {
    List<byte[]> parts = new ArrayList<>();
    events = 0;
    bytes = 0;
    if (!begun) {
      begun = true;
      add(parts, framing.retry(streams.settings().retry()));
    }
    return parts;
  }

  private void add(List<byte[]> parts, byte[] part) {
    if (part.length > 0) {
      parts.add(part);
      bytes += part.length;
    }
  }

  private void addEvents(List<byte[]> parts) {
    while (bytes < MOST_BYTES && events < MOST_EVENTS) {
      if (said == read.size()) {
        if (caughtUp && events > 0) {
          return;
        }
        readOn();
        if (read.isEmpty()) {
          return;
        }
      }
      ProgressEvent event = read.get(said);
      byte[] frame = frame(event);
      if (frame.length > MOST_BYTES && !parts.isEmpty()) {
        // Alone it is the bytes that all readers share; joined, each would have a copy.
        return;
      }
      said++;
      events++;
      lastSaid = event.sequence();
      state = null;
      add(parts, frame);
      movedOn = true;
      if (frame.length > 0 && voice.placesEachEvent()) {
        addReached(parts);
      }
    }
  }

  private byte[] frame(ProgressEvent event) {
    if (!(event instanceof ProgressEvent.Resync resync)) {
      return frames.bytes(task, event);
    }
    if (state == null) {
      state = opening(resync);
    }
    return state;
  }

  private byte[] opening(ProgressEvent.Resync resync) {
    if (voice.beginning() == Beginning.AT_PLACE_ONLY) {
      // The log grew past its bound since the transport looked; it refuses when the client is back.
      throw new IllegalStateException("the place after the client's last event is not known");
    }
    if (voice.beginning() != Beginning.AT_PRESENT) {
      streams.observe(StreamObserver::resynced);
    }
    voice.opening(task, resync, words);
    return frames.shared(words.framed(EventIds.of(task, resync)));
  }

  private void addReached(List<byte[]> parts) {
    placed = true;
    movedOn = false;
    toldCaughtUp = !more();
    voice.reached(task, new Voice.Reached(lastSaid, toldCaughtUp, ended()), words);
    add(parts, words.framed(null));
  }

  private void readOn() {
    // Whoever can take what is ready is told every event; so is everybody of what was before it.
    if (hindered && lastRead >= story && isBehind()) {
      long before = cursor.lag();
      read = cursor.readCoalesced(COALESCED);
      long left = cursor.lag();
      caughtUp = left == 0;
      long saved = before - left - read.size();
      if (saved > 0) {
        streams.observe(observer -> observer.coalesced(saved));
      }
    } else {
      read = cursor.read(BATCH);
      caughtUp = read.size() < BATCH;
    }
    said = 0;
    if (!read.isEmpty()) {
      lastRead = read.get(read.size() - 1).sequence();
    }
  }

  private boolean isBehind() {
    hindered = cursor.lag() > BEHIND;
    return hindered;
  }

  private ByteBuffer join(List<byte[]> parts) {
    if (parts.size() == 1) {
      return ByteBuffer.wrap(parts.get(0));
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    parts.forEach(joined::put);
    return joined.flip();
  }

  /** The client cannot take what there is, if there is anything. */
  void hindered() {
    hindered |= lag() > 0;
  }

  /** The client took what was last handed out, so long after that. */
  void taken(Duration duration) {
    int takenEvents = events;
    int takenBytes = bytes;
    long left = more() ? lag() : 0;
    streams.observe(observer -> observer.written(takenEvents, takenBytes, left, duration));
  }

  private long lag() {
    return read.size() - said + cursor.lag();
  }

  /**
   * Whether there are, or may be, events that were not handed out; an append after a read of this
   * turn asks for a turn of its own.
   */
  boolean more() {
    return said < read.size() || !(caughtUp || cursor.ended());
  }

  /** Whether the client of a stream that is to close was told when to come back. */
  boolean dismissed() {
    return farewell;
  }

  /** Whether the terminal event was handed out. */
  boolean ended() {
    return said == read.size() && cursor.ended();
  }
}
