package dev.tidings.testkit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The host under test, and the connections of one test to it. */
abstract class StreamHost {
  /** What most tests have the task write. */
  static final String ANSWER = "根據 籤詩 🙏";

  private final List<StreamClient> clients = new ArrayList<>();

  StreamHost() {}

  /**
   * Starts a task of which nothing has been said yet, on a hub whose tasks the host shows. Its
   * stages are those of {@code StageModel.ragLlm()}, its id is new, and it belongs to whoever sends
   * {@link #headers}.
   */
  protected abstract ProgressTracker start() throws Exception;

  /** The address of a task's enhanced stream, also of a task that is not there. */
  protected abstract URI stream(String taskId);

  /**
   * The address of a task's stream after an event, for hosts that also take the last id from the
   * address; empty unless overridden.
   *
   * @param lastEventId made of letters, digits and a dash
   */
  protected Optional<URI> stream(String taskId, String lastEventId) {
    return Optional.empty();
  }

  /** Headers that every request is to bear, such as a token; none unless overridden. */
  protected Map<String, String> headers() {
    return Map.of();
  }

  /**
   * How often the host pings: the default of the enhanced stream unless overridden. A test waits
   * for two pings, so a host that pings more often is tested sooner.
   */
  protected Duration ping() {
    return Duration.ofSeconds(15);
  }

  /** Every client leaves. */
  @AfterEach
  final void leave() throws Exception {
    for (StreamClient client : clients) {
      client.close();
    }
  }

  final StreamClient connect(URI address, Map<String, String> more) throws Exception {
    Map<String, String> all = new HashMap<>(headers());
    all.putAll(more);
    StreamClient client = StreamClient.open(address, all);
    clients.add(client);
    return client;
  }

  final StreamClient connect(String taskId) throws Exception {
    return connect(stream(taskId), Map.of());
  }

  final StreamClient connectAfter(String taskId, String lastEventId) throws Exception {
    return connect(stream(taskId), Map.of("Last-Event-ID", lastEventId));
  }

  static String id(ProgressTracker tracker) {
    return tracker.view().task().id();
  }

  /** Says something of every kind, but an end. */
  static void work(ProgressTracker tracker) {
    tracker.update(Stage.PROCESSING, 5, Message.of("rag.started"));
    tracker.update(Stage.ANALYZING_RAG, 25, Message.of("rag.resolving"));
    tracker.update(Stage.ANALYZING_RAG, 50, Message.text("found\nit"));
    tracker.update(Stage.GENERATING_LLM, 65, Message.of("llm.sent"));
    tracker.token("根據");
    tracker.token(" 籤");
    tracker.update(Stage.GENERATING_LLM, 40, Message.text("never back"));
    tracker.update(Stage.GENERATING_LLM, 85, Message.of("llm.writing"));
    tracker.token("詩 \uD83D");
    tracker.token("\uDE4F");
  }

  /** A task that has done its work and has ended. */
  final ProgressTracker told() throws Exception {
    ProgressTracker tracker = start();
    work(tracker);
    tracker.complete(TaskResult.of(ANSWER));
    return tracker;
  }

  /** Everything that a stream tells, once it has ended. */
  final List<Received> all(String taskId) throws Exception {
    StreamClient client = connect(taskId);
    assertThat(client.status()).isEqualTo(200);
    return client.toEnd();
  }
}
