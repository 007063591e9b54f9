package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.testkit.journal.LoopStore;
import dev.tidings.testkit.stream.StreamContract;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** What every host's streams promise, of tasks that another process works on. */
class StreamsOfATaskTest extends StreamContract {
  private static final String USER = "contracted";

  private final LoopStore store = LoopStore.create(Duration.ofMinutes(10), InstantSource.system());
  private final ProgressHub worker = ProgressHub.builder().journal(store.connect()).build();
  private final TestServer server = TestServer.sharing(store, "TIDINGS_PING_SECONDS", "1");

  @AfterEach
  void stop() {
    worker.close();
    server.close();
  }

  @Override
  protected ProgressTracker start() {
    return worker.start(Task.create("task_" + UUID.randomUUID()).owner(USER));
  }

  @Override
  protected URI stream(String taskId) {
    return server.at(TestServer.STREAMING + "/sse/" + taskId);
  }

  @Override
  protected Optional<URI> stream(String taskId, String lastEventId) {
    return Optional.of(URI.create(stream(taskId) + "?last_event_id=" + lastEventId));
  }

  @Override
  protected Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + Jwts.of(USER));
  }

  @Override
  protected Duration ping() {
    return Duration.ofSeconds(1);
  }
}
