package dev.tidings.internal.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskHead;
import dev.tidings.TaskResult;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Session;
import dev.tidings.stream.Words;
import dev.tidings.testkit.time.ManualExecutor;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class StreamSessionTest {
  @Test
  void endActionsThatBlockHoldNoThreadThatStreamsNeed() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    CyclicBarrier blocked = new CyclicBarrier(5);
    List<String> threads = new ArrayList<>();
    try (ProgressHub hub = ProgressHub.of(StageModel.ragLlm())) {
      Streams streams = Plain.streams(hub);
      ProgressTracker task = hub.start(Task.create("t"));
      for (int i = 0; i < 4; i++) {
        Session session =
            streams.open(
                task.view(), Plain.opening(new Plain.Lines()), new Plain.Taking(text -> {}));
        session.onEnd(
            reason -> {
              synchronized (threads) {
                threads.add(Thread.currentThread().getName());
              }
              try {
                blocked.await(20, SECONDS);
                assertThat(freed.await(20, SECONDS)).isTrue();
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            });
      }
      task.complete(TaskResult.of(""));
      blocked.await(20, SECONDS);

      ProgressTracker other = hub.start(Task.create("other"));
      CompletableFuture<String> served = new CompletableFuture<>();
      Session unused =
          streams.open(
              other.view(), Plain.opening(new Plain.Lines()), new Plain.Taking(served::complete));

      assertThat(served.get(20, SECONDS)).startsWith("retry\n1 Queued");
      assertThat(threads).hasSize(4).allMatch(name -> name.startsWith("tidings-blocking-"));
    } finally {
      freed.countDown();
    }
  }

  @Test
  void aHubThatNoBuilderGaveIsRefusedInASentence() {
    ProgressHub wrapped =
        (ProgressHub)
            Proxy.newProxyInstance(
                ProgressHub.class.getClassLoader(),
                new Class<?>[] {ProgressHub.class},
                (proxy, method, arguments) -> null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plain.streams(wrapped))
        .withMessageContaining("ProgressHub.builder()");
  }

  @Test
  void aLongFrameIsTheSameBytesForEveryReader() {
    List<byte[]> arrays = new ArrayList<>();
    try (ProgressHub hub = ProgressHub.builder().executor(Runnable::run).build()) {
      Streams streams = Plain.streams(hub);
      ProgressTracker task = hub.start(Task.create("t"));
      Dialect answers =
          new Plain.Lines() {
            @Override
            public void say(TaskHead view, ProgressEvent event, Words out) {
              if (event.terminal()) {
                out.message(new byte[100_000]);
              } else {
                super.say(view, event, out);
              }
            }
          };
      for (int i = 0; i < 3; i++) {
        Session unused =
            streams.open(
                task.view(),
                Plain.opening(answers),
                new Plain.Taking(text -> {}) {
                  @Override
                  @SuppressWarnings("ByteBufferBackingArray") // its identity is what is asked
                  public void write(ByteBuffer bytes) {
                    if (bytes.remaining() == Outbox.MOST_BYTES) {
                      arrays.add(bytes.array());
                    }
                  }
                });
      }

      task.complete(TaskResult.of(""));
    }

    assertThat(arrays).hasSizeGreaterThan(30);
    assertThat(arrays.stream().map(System::identityHashCode).distinct()).hasSize(1);
  }

  @Test
  void streamsThatBeginWithTheSameLongResyncShareItsBytes() {
    List<byte[]> arrays = new ArrayList<>();
    try (ProgressHub hub = ProgressHub.builder().executor(Runnable::run).build()) {
      Streams streams = Plain.streams(hub);
      ProgressTracker task = hub.start(Task.create("t"));
      for (int i = 0; i < 20; i++) {
        task.token("x".repeat(2_000));
      }
      Dialect lines = new Plain.Lines();
      for (int i = 0; i < 3; i++) {
        Session unused =
            streams.open(
                task.view(),
                Plain.opening(lines, lines.voice(), new Plain.LineFraming(), Position.LOST),
                new Plain.Taking(text -> {}) {
                  @Override
                  @SuppressWarnings("ByteBufferBackingArray") // its identity is what is asked
                  public void write(ByteBuffer bytes) {
                    if (bytes.array().length > 40_000) {
                      arrays.add(bytes.array());
                    }
                  }
                });
      }
    }

    assertThat(arrays).hasSizeGreaterThanOrEqualTo(3);
    assertThat(arrays.stream().map(System::identityHashCode).distinct()).hasSize(1);
  }

  /** What a session that writes its events in several turns got, with one more event in between. */
  private static String gotWithOneMoreDuringTheFirstWrite(Position from) {
    StringBuilder got = new StringBuilder();
    ManualExecutor executor = new ManualExecutor();
    try (ProgressHub hub = ProgressHub.builder().executor(executor).build()) {
      Streams streams = Plain.streams(hub);
      ProgressTracker task = hub.start(Task.create("t"));
      for (int i = 0; i < 16; i++) {
        task.token("x".repeat(2_000));
      }
      Dialect lines = new Plain.Lines();
      Session unused =
          streams.open(
              task.view(),
              Plain.opening(lines, lines.voice(), new Plain.LineFraming(), from),
              new Plain.Taking(
                  text -> {
                    if (got.isEmpty()) {
                      task.token("one more");
                    }
                    got.append(text);
                  }));
      executor.runAll();
    }
    return got.toString();
  }

  @Test
  void whatIsSaidWhileAnEarlierReadIsWrittenOutIsTold() {
    assertThat(gotWithOneMoreDuringTheFirstWrite(Position.START)).contains("one more");
  }

  @Test
  void whatIsSaidWhileALongStateIsWrittenOutIsTold() {
    assertThat(gotWithOneMoreDuringTheFirstWrite(Position.LOST)).contains("one more");
  }
}
