package dev.tidings.benchmarks.journal;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * How long texts took from the worker's call to a reader. Each piece begins with the moment of the
 * call on the machine's monotonic clock, which all its processes share. The first third warms up
 * and is not counted. Thread-safe.
 */
final class Latencies implements Consumer<String> {
  static final int PIECE = 150;
  private static final int STAMP = 19;

  private long[] micros = new long[1 << 16];
  private int count;
  private long warming;

  Latencies(Load load) {
    warming = load.pieces() * load.readers() / 3;
  }

  /** A piece that was said now. */
  static String piece() {
    String stamp = String.format("%0" + STAMP + "d", System.nanoTime());
    return stamp + "x".repeat(PIECE - STAMP);
  }

  @Override
  public void accept(String text) {
    told(text, System.nanoTime());
  }

  private synchronized void told(String text, long now) {
    for (int at = 0; at + PIECE <= text.length(); at += PIECE) {
      if (warming > 0) {
        warming--;
        continue;
      }
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
