package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.server.FaultServer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closes that race with requests, answers and reads: nothing waits on, and nothing stays open. */
@Timeout(60)
class CloseHammerTest {
  private static final int ROUNDS = 400;

  @Test
  void noConnectionOutlivesAClose() throws Exception {
    Semaphore ended = new Semaphore(0);
    Random random = new Random(7);
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  try {
                    connection.readRequest();
                    connection.write(HEAD + queued());
                    connection.awaitClosed();
                  } finally {
                    ended.release();
                  }
                });
        SseProgressClient client = client(server).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        TaskEvents events = client.follow(TASK);
        CompletableFuture<Boolean> reader =
            CompletableFuture.supplyAsync(
                () -> {
                  while (events.hasNext()) {
                    events.next();
                  }
                  return events.ended();
                });
        for (int spins = random.nextInt(20_000); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        events.close();
        assertThat(reader.get(20, TimeUnit.SECONDS)).as("round %s", round).isFalse();
      }
      assertThat(ended.tryAcquire(server.connections(), 20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
