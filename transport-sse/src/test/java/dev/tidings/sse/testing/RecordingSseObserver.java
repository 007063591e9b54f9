package dev.tidings.sse.testing;

import dev.tidings.sse.SessionEnd;
import dev.tidings.sse.SseFormat;
import dev.tidings.sse.SseObserver;
import dev.tidings.sse.SseResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a transport reports, in its order. Thread-safe. */
public final class RecordingSseObserver implements SseObserver {
  /** A write, as reported. */
  public record Written(int events, int bytes, long lag, Duration duration) {}

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Written> writes = new CopyOnWriteArrayList<>();

  /** All reports but those of writes, each as a short text. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The writes. */
  public List<Written> writes() {
    return List.copyOf(writes);
  }

  @Override
  public void sessionOpened(SseFormat format) {
    calls.add("opened " + format);
  }

  @Override
  public void sessionClosed(SseFormat format, SessionEnd reason, Duration duration) {
    calls.add("closed " + format + " " + reason + " after " + duration.toSeconds() + " s");
  }

  @Override
  public void written(int events, int bytes, long lag, Duration duration) {
    writes.add(new Written(events, bytes, lag, duration));
  }

  @Override
  public void coalesced(long events) {
    calls.add("coalesced " + events);
  }

  @Override
  public void resynced() {
    calls.add("resynced");
  }

  @Override
  public void refused(SseResponse.Kind kind) {
    calls.add("refused " + kind);
  }
}
