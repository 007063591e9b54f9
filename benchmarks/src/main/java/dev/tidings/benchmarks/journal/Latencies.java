package dev.tidings.benchmarks.journal;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.TaskListener;
import dev.tidings.TaskView;
import java.util.Arrays;

/**
 * How long texts took from the worker's call to a listener. Each piece begins with the moment of
 * the call on the machine's monotonic clock, which all its processes share. Thread-safe.
 */
final class Latencies implements TaskListener {
  static final int PIECE = 150;
  private static final int STAMP = 19;

  private long[] micros = new long[1 << 16];
  private int count;
  private boolean counting;

  /** A piece that was said now. */
  static String piece() {
    String stamp = String.format("%0" + STAMP + "d", System.nanoTime());
    return stamp + "x".repeat(PIECE - STAMP);
  }

  /** Counts from now on. */
  synchronized void start() {
    counting = true;
    count = 0;
  }

  @Override
  public void onEvent(TaskView task, ProgressEvent event) {
    if (event instanceof Text text) {
      told(text.text(), System.nanoTime());
    }
  }

  private synchronized void told(String text, long now) {
    if (!counting) {
      return;
    }
    for (int at = 0; at + PIECE <= text.length(); at += PIECE) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, 2 * count);
      }
      micros[count++] = (now - Long.parseLong(text, at, at + STAMP, 10)) / 1_000;
    }
  }

  @Override
  public synchronized String toString() {
    if (count == 0) {
      return "nothing";
    }
    long[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return String.format(
        "%d pieces, p50 %.2f ms, p99 %.2f ms, worst %.1f ms",
        count,
        sorted[count / 2] / 1e3,
        sorted[(int) (count * 0.99)] / 1e3,
        sorted[count - 1] / 1e3);
  }
}
