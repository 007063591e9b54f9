package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.queued;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.Connection.State;
import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.testkit.server.FaultServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A close, and an interrupt, end at once whatever a following waits for. */
class CloseTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  /** Says something, then nothing, until the client goes. */
  private FaultServer.Script untilGone(String said) {
    return connection -> {
      connection.readRequest();
      connection.write(said);
      reached.countDown();
      connection.awaitClosed();
      gone.countDown();
    };
  }

  private static CompletableFuture<Boolean> waitingIn(TaskEvents events) {
    return CompletableFuture.supplyAsync(
        () -> {
          while (events.hasNext()) {
            events.next();
          }
          return events.ended();
        });
  }

  private void assertClosesAtOnce(SseProgressClient client, AutoCloseable closed, TaskEvents events)
      throws Exception {
    CompletableFuture<Boolean> waiting = waitingIn(events);
    assertThat(reached.await(20, SECONDS)).isTrue();

    closed.close();

    assertThat(waiting.get(5, SECONDS)).isFalse();
    assertThat(events.hasNext()).isFalse();
    client.close();
  }

  @Test
  void closeEndsTheWaitForAnEventAndTheConnection() throws Exception {
    try (FaultServer server = FaultServer.start(untilGone(HEAD + queued()));
        SseProgressClient client = client(server).build()) {
      TaskEvents events = client.follow(TASK);
      assertClosesAtOnce(client, events, events);
      assertThat(gone.await(5, SECONDS)).isTrue();
    }
  }

  @Test
  void closeEndsTheWaitForAnAnswer() throws Exception {
    try (FaultServer server = FaultServer.start(untilGone(""));
        SseProgressClient client = client(server).build()) {
      TaskEvents events = client.follow(TASK);
      assertClosesAtOnce(client, events, events);
      assertThat(gone.await(5, SECONDS)).isTrue();
    }
  }

  @Test
  void closeEndsTheWaitForTheNextConnection() throws Exception {
    String wait = HEAD.replace("retry: 50\n", "retry: 3600000\n");
    try (FaultServer server = FaultServer.start(Wire.says(wait + queued()));
        SseProgressClient client =
            client(server)
                .giveUpAfter(Duration.ofDays(1))
                .connectionListener(
                    (task, now) -> {
                      if (now.state() == State.RECONNECTING) {
                        reached.countDown();
                      }
                    })
                .build()) {
      TaskEvents events = client.follow(TASK);
      assertClosesAtOnce(client, events, events);
    }
  }

  @Test
  void closeOfTheClientEndsAllItsFollowings() throws Exception {
    try (FaultServer server = FaultServer.start(untilGone(HEAD + queued()))) {
      SseProgressClient client = client(server).build();
      TaskEvents events = client.follow(TASK);
      assertClosesAtOnce(client, client, events);
      assertThat(gone.await(5, SECONDS)).isTrue();
      assertThatThrownBy(() -> client.follow(TASK))
          .isInstanceOfSatisfying(
              TaskAccessException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.CLOSED));
    }
  }

  @Test
  void interruptEndsTheWaitAndTheConnection() throws Exception {
    try (FaultServer server = FaultServer.start(untilGone(HEAD + queued()));
        SseProgressClient client = client(server).build();
        TaskEvents events = client.follow(TASK)) {
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  events.forEachRemaining(event -> {});
                  flag.complete(false);
                } catch (TaskAccessException interrupted) {
                  flag.complete(
                      interrupted.reason() == Reason.INTERRUPTED
                          && Thread.currentThread().isInterrupted());
                }
              });
      reader.start();
      assertThat(reached.await(20, SECONDS)).isTrue();

      reader.interrupt();

      assertThat(flag.get(5, SECONDS)).isTrue();
      assertThat(gone.await(5, SECONDS)).isTrue();
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void closingTwiceAndAfterTheEndDoesNothing() throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + Wire.complete(1, "")));
        SseProgressClient client = client(server).build()) {
      TaskEvents events = client.follow(TASK);
      assertThat(waitingIn(events).get(20, SECONDS)).isTrue();
      events.close();
      events.close();
      assertThat(events.ended()).isTrue();
    }
  }
}
