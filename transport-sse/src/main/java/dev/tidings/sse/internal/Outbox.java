package dev.tidings.sse.internal;

import dev.tidings.EventCursor;
import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import dev.tidings.sse.SseEncoder;
import dev.tidings.sse.SseFormat;
import dev.tidings.sse.SseObserver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session is to write next: the frames of what its cursor finds, joined into one write, and
 * the stream's own lines around them. Not thread-safe: only a session's running drain asks it.
 */
final class Outbox {
  /** Events joined into one write at most. */
  private static final int BATCH = 64;

  /** A client that lets one write wait for so long is behind: what is outdated is left out. */
  private static final long BEHIND_NANOS = Duration.ofSeconds(1).toNanos();

  private final Streams streams;
  private final TaskView task;
  private final SseFormat format;
  private final EventCursor cursor;
  private final TaskFrames frames;
  private final long openedNanos;
  private boolean begun;
  private boolean farewell;
  private boolean behind;
  private int events;
  private int bytes;
  private long lag;

  Outbox(Streams streams, TaskView task, SseFormat format, EventCursor cursor, TaskFrames frames) {
    this.streams = streams;
    this.task = task;
    this.format = format;
    this.cursor = cursor;
    this.frames = frames;
    this.openedNanos = streams.hub().nanoTime();
  }

  /** The next write of a stream that goes on; empty if there is nothing for now. */
  ByteBuffer next(boolean pingDue) {
    List<byte[]> parts = begin();
    addEvents(parts);
    if (pingDue && !cursor.ended()) {
      long alive = Duration.ofNanos(streams.hub().nanoTime() - openedNanos).toSeconds();
      parts.add(EventFormat.of(format).ping(task, streams.hub().now(), alive));
    }
    return join(parts);
  }

  /**
   * The next write of a stream that is to close: when to come back, after what is left of the
   * events if they are wanted; empty if that was all.
   */
  ByteBuffer last(boolean eventsWanted) {
    List<byte[]> parts = begin();
    if (eventsWanted && !farewell) {
      addEvents(parts);
    }
    if (parts.isEmpty() && !farewell && !cursor.ended()) {
      farewell = true;
      parts.add(SseEncoder.retry(streams.retry()));
    }
    return join(parts);
  }

  private List<byte[]> begin() {
    List<byte[]> parts = new ArrayList<>();
    events = 0;
    lag = 0;
    if (!begun) {
      begun = true;
      parts.add(SseEncoder.retry(streams.retry()));
    }
    return parts;
  }

  private void addEvents(List<byte[]> parts) {
    List<ProgressEvent> read;
    do {
      read = behind ? readCoalesced() : cursor.read(BATCH);
      events += read.size();
      for (ProgressEvent event : read) {
        if (event instanceof ProgressEvent.Resync) {
          streams.observe(SseObserver::resynced);
        }
        byte[] frame = frames.bytes(task, event);
        if (frame.length > 0) {
          parts.add(frame);
        }
      }
      // A format may show nothing of what was read: then there may be more that it does show.
    } while (parts.isEmpty() && !read.isEmpty());
    lag = events < BATCH ? 0 : cursor.lag();
  }

  private List<ProgressEvent> readCoalesced() {
    long before = cursor.lag();
    List<ProgressEvent> read = cursor.readCoalesced(BATCH);
    long saved = before - cursor.lag() - read.size();
    if (saved > 0) {
      streams.observe(observer -> observer.coalesced(saved));
    }
    return read;
  }

  private ByteBuffer join(List<byte[]> parts) {
    bytes = 0;
    for (byte[] part : parts) {
      bytes += part.length;
    }
    if (parts.size() == 1) {
      return ByteBuffer.wrap(parts.get(0));
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    parts.forEach(joined::put);
    return joined.flip();
  }

  /** The client took what was last handed out, so long after that. */
  void taken(Duration duration) {
    behind = duration.toNanos() >= BEHIND_NANOS;
    int takenEvents = events;
    int takenBytes = bytes;
    long left = lag;
    streams.observe(observer -> observer.written(takenEvents, takenBytes, left, duration));
  }

  /** Whether the terminal event was handed out. */
  boolean ended() {
    return cursor.ended();
  }
}
