package dev.tidings.openai;

import static dev.tidings.openai.Models.QUESTION;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.chunked;
import static dev.tidings.testkit.openai.ChatStreams.chunkedHead;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.head;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.ManualCancellation;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call is stopped at random moments, in each phase of it. */
@Timeout(60)
class StopAnywhereTest {
  private static final int CANCELS = 125;
  private static final int INTERRUPTS = 6;

  /** Where the endpoint falls silent. */
  enum Phase {
    BEFORE_THE_HEAD(""),
    INSIDE_THE_HEAD("HTTP/1.1 200 OK\r\nContent-"),
    BEFORE_CONTENT(streamHead()),
    AFTER_CONTENT(chunkedHead() + chunked(content("x"))),
    INSIDE_A_CHUNK(chunkedHead() + "400\r\n" + content("x") + "data: {\"choi"),
    AFTER_THE_REASON(chunkedHead() + chunked(content("x") + STOP)),
    INSIDE_JSON("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\":["),
    BETWEEN_TRIES(head("503 Busy", "Retry-After: 30", "Content-Length: 0"));

    private final String beginning;

    Phase(String beginning) {
      this.beginning = beginning;
    }

    void play(Connection connection) throws IOException {
      connection.readRequest();
      connection.write(beginning);
      connection.awaitClosed();
    }
  }

  private final OkHttpClient client = new OkHttpClient();
  private final ScheduledExecutorService stopper = Executors.newSingleThreadScheduledExecutor();
  private final Random random = new Random(10);

  @AfterEach
  void stop() {
    stopper.shutdownNow();
    client.connectionPool().evictAll();
  }

  private OpenAiChatModel model(FaultServer server) {
    return Models.at(server.uri("/v1").toString()).httpClient(client).build();
  }

  /**
   * The median, so that a busy machine changes nothing; the slowest by the time-out of the wait.
   */
  @ParameterizedTest
  @EnumSource(Phase.class)
  void aCancelClosesTheConnectionAtOnceAndLeavesNothing(Phase phase) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < CANCELS; i++) {
      CountDownLatch closed = new CountDownLatch(1);
      AtomicLong cancelled = new AtomicLong();
      AtomicLong seen = new AtomicLong();
      ManualCancellation cancellation = new ManualCancellation();
      FaultServer.Script script =
          connection -> {
            try {
              phase.play(connection);
            } finally {
              seen.set(System.nanoTime());
              closed.countDown();
            }
          };
      try (FaultServer server = FaultServer.start(script)) {
        Future<?> stopping =
            stopper.schedule(
                () -> {
                  cancelled.set(System.nanoTime());
                  cancellation.request();
                },
                random.nextInt(8_000),
                TimeUnit.MICROSECONDS);
        try {
          model(server).stream(QUESTION, new RecordingChatListener(), cancellation);
          assertThat(phase).isEqualTo(Phase.AFTER_THE_REASON);
        } catch (TaskCancelledException expected) {
          if (server.connections() > 0 && phase != Phase.BETWEEN_TRIES) {
            assertThat(Models.await(closed)).as("cancel " + i).isTrue();
            times.add(Math.max(0, seen.get() - cancelled.get()));
          }
        }
        stopping.get(10, TimeUnit.SECONDS);
        assertThat(cancellation.registrations()).isZero();
      }
    }
    if (!times.isEmpty()) {
      times.sort(null);
      assertThat(Duration.ofNanos(times.get(times.size() / 2))).isLessThan(Duration.ofMillis(50));
    }
    assertThat(client.dispatcher().runningCallsCount()).isZero();
    assertThat(client.connectionPool().connectionCount())
        .isEqualTo(client.connectionPool().idleConnectionCount());
  }

  @ParameterizedTest
  @EnumSource(value = Phase.class, mode = EnumSource.Mode.EXCLUDE, names = "AFTER_THE_REASON")
  void anInterruptEndsTheCallWithinASecond(Phase phase) throws Exception {
    Thread caller = Thread.currentThread();
    for (int i = 0; i < INTERRUPTS; i++) {
      AtomicLong interrupted = new AtomicLong();
      try (FaultServer server = FaultServer.start(phase::play)) {
        Future<?> stopping =
            stopper.schedule(
                () -> {
                  interrupted.set(System.nanoTime());
                  caller.interrupt();
                },
                random.nextInt(20),
                TimeUnit.MILLISECONDS);

        ChatModelException failure = Models.failure(model(server), new RecordingChatListener());

        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        stopping.get(10, TimeUnit.SECONDS);
        assertThat(failure).hasMessageContaining("interrupted");
        assertThat(Duration.ofNanos(System.nanoTime() - interrupted.get()))
            .isLessThan(Duration.ofSeconds(1));
      }
    }
  }
}
