package dev.tidings.benchmarks.micro;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a task from its start to its end costs in a full hub, where each makes another go. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class RetentionBenchmark {
  private static final int TASKS = 10_000;
  private static final TaskResult RESULT = TaskResult.of("done");

  @Param({"1", "100", "10000"})
  int owners;

  /** Which bound is reached. */
  @Param({"tasks", "bytes"})
  String bound;

  private ProgressHub hub;
  private long number;

  /** A hub with about ten thousand finished tasks, which is full or nearly so. */
  @Setup(Level.Iteration)
  public void fill() {
    ProgressHubBuilder builder = ProgressHub.builder().executor(Runnable::run);
    hub =
        bound.equals("tasks")
            ? builder.maxTasks(TASKS).build()
            : builder.maxTasks(Integer.MAX_VALUE).maxBytes(TASKS * 2_500L).build();
    for (int i = 0; i < TASKS; i++) {
      startAndEnd();
    }
  }

  /** Starts a task of one owner after the other, and ends it. */
  @Benchmark
  public boolean startAndEnd() {
    number++;
    Task task = Task.create("task" + number).owner("user" + number % owners);
    return hub.start(task).complete(RESULT);
  }
}
