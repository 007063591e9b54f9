package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.dialects.Dialects;
import dev.tidings.rag.RagPipeline;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.stream.StreamContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the clients of an example host see. */
abstract class HostStreams extends StreamContract {
  private final ProgressHub hub = ProgressHub.builder().build();
  private final SseTransport transport =
      SseTransport.of(TaskStreams.builder(hub).ping(Dialects.enhanced(), ping()).build());
  final ExecutorService executor = Executors.newCachedThreadPool();

  @SuppressWarnings("NullAway.Init") // before each test
  private RunningHost host;

  abstract RunningHost start(ProgressHub tasks, SseTransport streams) throws Exception;

  /** For hosts that answer questions too; nobody asks any here. */
  static RagPipeline noQuestions(ExecutorService executor) {
    return RagPipeline.builder()
        .retriever(
            (query, listener, cancellation) -> {
              throw new IllegalStateException("nobody asks");
            })
        .prompt((query, passages) -> List.of())
        .model(
            (request, listener, cancellation) -> {
              throw new IllegalStateException("nobody asks");
            })
        .executor(executor)
        .build();
  }

  @BeforeEach
  final void startHost() throws Exception {
    host = start(hub, transport);
  }

  @AfterEach
  final void stopHost() throws Exception {
    transport.close();
    hub.close();
    host.close();
    executor.shutdownNow();
  }

  // snippet: contract
  @Override
  protected ProgressTracker start() {
    return hub.start(Task.create("task_" + UUID.randomUUID()));
  }

  @Override
  protected URI stream(String taskId) {
    return host.stream(taskId);
  }

  @Override
  protected Duration ping() {
    return Duration.ofMillis(200);
  }
  // end of snippet
}
