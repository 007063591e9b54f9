package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.complete;
import static dev.tidings.client.Wire.problem;
import static dev.tidings.client.Wire.queued;
import static dev.tidings.client.Wire.token;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.testkit.server.FaultServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ListenerTest {
  /** Keeps what it is told. */
  private static class Recorder implements TaskEventListener {
    final List<String> told = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> over = new CompletableFuture<>();

    @Override
    public void onEvent(TaskEvent event) {
      told.add(String.valueOf(event.id()));
    }

    @Override
    public void onEnd() {
      over.complete("end");
    }

    @Override
    public void onFailure(TaskAccessException failure) {
      over.complete(failure.reason().name());
    }
  }

  private final Recorder recorder = new Recorder();

  @Test
  void listenerIsToldEveryEventAndTheEnd() throws Exception {
    try (FaultServer server =
            FaultServer.start(
                Wire.says(HEAD + queued() + token(2, 0, "只")),
                Wire.says(HEAD + token(3, 1, "聽") + complete(4, "只聽")));
        SseProgressClient client = client(server).build()) {
      Following following = client.follow(TASK, recorder);
      assertThat(recorder.over.get(20, SECONDS)).isEqualTo("end");
      assertThat(recorder.told).containsExactly("a-1", "a-2", "a-3", "a-4e");
      following.close();
    }
  }

  @Test
  void listenerIsToldWhyItCannotFollow() throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(problem(403, "forbidden", "")));
        SseProgressClient client = client(server).build()) {
      Following following = client.follow(TASK, recorder);
      assertThat(recorder.over.get(20, SECONDS)).isEqualTo("FORBIDDEN");
      following.close();
    }
  }

  @Test
  void listenerThatThrowsIsToldOfItAndOfNothingElse() throws Exception {
    Recorder failing =
        new Recorder() {
          @Override
          public void onEvent(TaskEvent event) {
            super.onEvent(event);
            throw new IllegalStateException("told to");
          }
        };
    try (FaultServer server =
            FaultServer.start(Wire.says(HEAD + queued() + token(2, 0, "只") + complete(3, "只")));
        SseProgressClient client = client(server).build()) {
      Following following = client.follow(TASK, failing);
      assertThat(failing.over.get(20, SECONDS)).isEqualTo("LISTENER");
      assertThat(failing.told).containsExactly("a-1");
      following.close();
    }
  }

  @Test
  void nothingIsToldAfterACloseAndTheConnectionIsCut() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CountDownLatch first = new CountDownLatch(1);
    Recorder watched =
        new Recorder() {
          @Override
          public void onEvent(TaskEvent event) {
            super.onEvent(event);
            first.countDown();
          }
        };
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(HEAD + queued());
                  connection.awaitClosed();
                  gone.countDown();
                });
        SseProgressClient client = client(server).executor(thread).build()) {
      Following following = client.follow(TASK, watched);
      assertThat(first.await(20, SECONDS)).isTrue();

      following.close();

      assertThat(gone.await(5, SECONDS)).isTrue();
      thread.shutdown();
      assertThat(thread.awaitTermination(5, SECONDS)).isTrue();
      assertThat(watched.told).containsExactly("a-1");
      assertThat(watched.over).isNotDone();
    }
  }

  @Test
  void listenerIsToldThatItsClientWasClosed() throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(HEAD + queued());
              connection.awaitClosed();
            })) {
      SseProgressClient client = client(server).build();
      Following following = client.follow(TASK, recorder);
      client.close();
      assertThat(recorder.over.get(20, SECONDS)).isEqualTo(Reason.CLOSED.name());
      following.close();
    }
  }
}
