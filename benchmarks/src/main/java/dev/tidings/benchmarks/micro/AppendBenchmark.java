package dev.tidings.benchmarks.micro;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Sinks;

/**
 * What reporting progress costs the worker. The baselines get the same event: a record with a
 * number, the time, a stage, a percent and a message. With no subscriber the list has one listener
 * that only keeps the event.
 *
 * <p>{@code -t 2} makes two workers of one task; {@code -p subscribers=10 -p readerMicros=1000}
 * makes readers that are slow.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class AppendBenchmark {
  /** What the baselines pass on. */
  record Event(long number, long nanos, Stage stage, int percent, Message message) {}

  private static final Message MESSAGE = Message.of("rag.started");

  @Param({"0", "1", "10"})
  int subscribers;

  /** How long a subscriber is busy with an event. */
  @Param("0")
  int readerMicros;

  private ExecutorService executor;
  private ProgressHub hub;
  private ProgressTracker tracker;
  private SubmissionPublisher<Event> publisher;
  private Sinks.Many<Event> sink;
  private CopyOnWriteArrayList<Consumer<Event>> listeners;
  private volatile Object seen;
  private long number;

  /** Makes one of each. */
  @Setup(Level.Iteration)
  public void setUp() {
    executor = Executors.newFixedThreadPool(1);
    hub = ProgressHub.builder().executor(executor).build();
    tracker = hub.start(Task.create("task"));
    publisher = new SubmissionPublisher<>(executor, 256);
    sink = Sinks.many().multicast().directBestEffort();
    listeners = new CopyOnWriteArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      tracker.view().subscribe((task, event) -> take(event));
      publisher.subscribe(new Reader());
      sink.asFlux().subscribe(this::take);
      listeners.add(this::take);
    }
    if (subscribers == 0) {
      // One that keeps the event: for one that does nothing the compiler leaves the event out.
      listeners.add(this::take);
    }
  }

  private void take(Object event) {
    seen = event;
    if (readerMicros > 0) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(readerMicros));
    }
  }

  /** Stops them. */
  @TearDown(Level.Iteration)
  public void tearDown() {
    hub.close();
    publisher.close();
    executor.shutdownNow();
  }

  /** Appends to a task's log; delivery is on another thread. */
  @Benchmark
  public void tidings() {
    tracker.update(Stage.PROCESSING, 50, MESSAGE);
  }

  /** Calls each listener on the worker's thread. */
  @Benchmark
  public void listenerList() {
    Event event = next();
    for (Consumer<Event> listener : listeners) {
      listener.accept(event);
    }
  }

  /** Offers to the JDK's publisher, which drops for readers that lag, as it must not block. */
  @Benchmark
  public int submissionPublisher() {
    return publisher.offer(next(), null);
  }

  /** Emits into Reactor's sink, which calls subscribers on the worker's thread. */
  @Benchmark
  public Sinks.EmitResult reactorSink() {
    return sink.tryEmitNext(next());
  }

  private Event next() {
    return new Event(++number, System.nanoTime(), Stage.PROCESSING, 50, MESSAGE);
  }

  /** A subscriber without bounds. */
  private final class Reader implements Flow.Subscriber<Event> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Event event) {
      take(event);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
