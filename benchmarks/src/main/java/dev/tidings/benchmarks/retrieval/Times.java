package dev.tidings.benchmarks.retrieval;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * The times of calls, in microseconds of the calling thread's CPU: what else the machine does
 * counts for nobody. Each call runs once before, so that it is warm.
 */
final class Times {
  private final double[] micros;

  private Times(double[] micros) {
    this.micros = micros;
  }

  /** One of many calls, by its number. */
  interface Call {
    void run(int number) throws Exception;
  }

  /** Runs calls twice, and times the second round. */
  static Times of(int count, Call call) throws Exception {
    for (int i = 0; i < count; i++) {
      call.run(i);
    }
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long start = clock.getCurrentThreadCpuTime();
      call.run(i);
      micros[i] = (clock.getCurrentThreadCpuTime() - start) / 1_000.0;
    }
    Arrays.sort(micros);
    return new Times(micros);
  }

  double quantile(double share) {
    return micros[Math.min(micros.length - 1, (int) (share * micros.length))];
  }

  @Override
  public String toString() {
    return "%.1f | %.1f".formatted(quantile(0.5), quantile(0.99));
  }
}
