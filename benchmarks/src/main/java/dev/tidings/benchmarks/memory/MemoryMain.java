package dev.tidings.benchmarks.memory;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Fills a hub with 100,000 live tasks and prints the live heap that each addition costs. */
public final class MemoryMain {
  private static final int TASKS = 100_000;
  private static final int WATCHERS = 10_000;
  private static final int EVENTS = 20;
  private static final int LONG_TASK_EVENTS = 100_000;

  private MemoryMain() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    long before = liveHeap();
    try (ProgressHub hub =
            ProgressHub.builder()
                .executor(Runnable::run)
                .maxTasks(2 * TASKS)
                .maxBytes(Long.MAX_VALUE)
                .build();
        SseTransport transport =
            SseTransport.of(
                TaskStreams.builder(hub)
                    .maxSessions(2 * TASKS)
                    .maxSessionsPerTask(TASKS)
                    .build())) {
      List<ProgressTracker> trackers = new ArrayList<>(TASKS);
      for (int i = 0; i < TASKS; i++) {
        trackers.add(hub.start(Task.create("task" + i)));
      }
      before = say("idle task", before, TASKS);
      for (int i = 0; i < TASKS; i++) {
        transport.respond(StreamRequest.forTask("task" + i)).stream(new NoSink());
      }
      before = say("SSE session, the first of its task", before, TASKS);
      for (int i = 0; i < WATCHERS; i++) {
        transport.respond(StreamRequest.forTask("task0")).stream(new NoSink());
      }
      before = say("SSE session, one of many of a task", before, WATCHERS);
      Message message = Message.of("rag.started");
      for (int event = 0; event < EVENTS; event++) {
        for (ProgressTracker tracker : trackers.subList(1, TASKS)) {
          tracker.update(Stage.PROCESSING, 5, message);
        }
      }
      before = say("progress event with its encoded frame", before, (long) EVENTS * (TASKS - 1));
      ProgressTracker longTask = hub.start(Task.create("long"));
      for (int i = 0; i < LONG_TASK_EVENTS; i++) {
        longTask.update(Stage.PROCESSING, 5, message);
      }
      say("task after 100,000 progress events, in all", before, 1);
    }
  }

  private static long say(String what, long before, long number) {
    long now = liveHeap();
    System.out.printf("%-45s %,10d bytes%n", what, (now - before) / number);
    return now;
  }

  private static long liveHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A client that takes everything at once. */
  private static final class NoSink implements Sink {
    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {}

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(ByteBuffer bytes) {}

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }
}
