package dev.tidings.benchmarks.micro;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Two workers that report on the same task, and a text that is written piece by piece. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class ContendedAppendBenchmark {
  private static final Message MESSAGE = Message.of("rag.started");

  private ProgressHub hub;
  private ProgressTracker tracker;

  /** Makes the task. */
  @Setup(Level.Iteration)
  public void setUp() {
    hub = ProgressHub.builder().build();
    tracker = hub.start(Task.create("task"));
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void tearDown() {
    hub.close();
  }

  /** Progress from two threads at once. */
  @Benchmark
  @Threads(2)
  public void twoWorkers() {
    tracker.update(Stage.PROCESSING, 50, MESSAGE);
  }
}
