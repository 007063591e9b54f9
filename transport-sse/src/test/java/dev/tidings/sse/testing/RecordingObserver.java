package dev.tidings.sse.testing;

import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a transport reports, in its order. Thread-safe. */
public final class RecordingObserver implements StreamObserver {
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
  public void sessionOpened(String dialect) {
    calls.add("opened " + dialect);
  }

  @Override
  public void sessionClosed(String dialect, SessionEnd reason, Duration duration) {
    calls.add("closed " + dialect + " " + reason + " after " + duration.toSeconds() + " s");
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
  public void refused(StreamAnswer.Kind why) {
    calls.add("refused " + why);
  }
}
