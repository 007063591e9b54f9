package dev.tidings.sse;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.sse.testing.Stalls;
import dev.tidings.stream.Session;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In real time: a task that is appended to as fast as can be leaves the quiet ones their turns. */
class FairnessTest {
  private static final int QUIET = 30;
  private static final int EVENTS = 2_000;

  /** Measured from here on: until then the compiler is busy. */
  private static final int WARM = 500;

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 16})
  void oneHotReaderLeavesQuietOnesUnderTwentyMilliseconds(int poolOrDefault) throws Exception {
    ExecutorService pool = poolOrDefault == 0 ? null : Executors.newFixedThreadPool(poolOrDefault);
    ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    Stalls machine = new Stalls();
    AtomicBoolean hot = new AtomicBoolean(true);
    ProgressHubBuilder settings = ProgressHub.builder();
    if (pool != null) {
      settings.executor(pool);
    }
    try (ProgressHub hub = settings.build()) {
      SseTransport transport = SseTransport.of(hub);
      ProgressTracker busy = hub.start(Task.create("hot"));
      watch(transport, busy, new Taking(text -> {}));
      Thread worker =
          new Thread(
              () -> {
                for (int i = 0; hot.get(); i++) {
                  busy.update(Stage.PROCESSING, i % 100, Message.text("as fast as can be"));
                }
              });
      worker.start();

      List<Long> delays = Collections.synchronizedList(new ArrayList<>(EVENTS));
      CountDownLatch all = new CountDownLatch(EVENTS);
      List<ProgressTracker> quiet = new ArrayList<>();
      for (int i = 0; i < QUIET; i++) {
        ProgressTracker task = hub.start(Task.create("quiet" + i));
        quiet.add(task);
        watch(transport, task, new Taking(text -> note(text, delays, all)));
      }
      int[] sent = {0};
      ScheduledFuture<?> unused =
          beat.scheduleAtFixedRate(
              () -> {
                if (sent[0] < EVENTS) {
                  quiet.get(sent[0]++ % QUIET).token("@" + System.nanoTime() + ";");
                }
              },
              500,
              2,
              MILLISECONDS);

      assertThat(all.await(60, SECONDS)).isTrue();
      hot.set(false);
      worker.join();
      List<Long> sorted = delays.stream().skip(WARM).sorted().toList();
      Duration p99 = Duration.ofNanos(sorted.get(sorted.size() * 99 / 100));
      Duration stall = machine.worstStall();
      System.out.println(
          "Quiet readers beside a hot one: p99 "
              + p99.toNanos() / 1_000
              + " µs, the machine's own worst stall "
              + stall.toNanos() / 1_000
              + " µs");
      assertThat(p99).isLessThan(Duration.ofMillis(20).plus(stall));
    } finally {
      hot.set(false);
      machine.close();
      beat.shutdownNow();
      if (pool != null) {
        pool.shutdownNow();
      }
    }
  }

  private static void note(String text, List<Long> delays, CountDownLatch all) {
    long now = System.nanoTime();
    for (String line : text.lines().toList()) {
      int at = line.indexOf('@');
      if (at >= 0) {
        delays.add(now - Long.parseLong(line.substring(at + 1, line.indexOf(';', at))));
        all.countDown();
      }
    }
  }

  /** A client that takes everything at once. */
  private static final class Taking implements Sink {
    private final Consumer<String> taken;

    Taking(Consumer<String> taken) {
      this.taken = taken;
    }

    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {}

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(ByteBuffer bytes) {
      taken.accept(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }

  private static void watch(SseTransport transport, ProgressTracker task, Sink sink) {
    Session unused = transport.respond(StreamRequest.forTask(task.view().task().id())).stream(sink);
  }
}
