package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.sse.testing.RawClient;
import dev.tidings.sse.testing.SinkServer;
import dev.tidings.sse.testing.WriteChain;
import dev.tidings.sse.testing.WriteOutcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What any sink must do, over a real connection. A sink's test says only how to get one. */
abstract class SseSinkContract {
  /** More than the buffers between a server and a client that does not read can hold. */
  static final int HUGE = 24 * 1024 * 1024;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @SuppressWarnings("NullAway.Init") // before each test
  private SinkServer server;

  /** Starts a server of the sink's kind. */
  abstract SinkServer start() throws Exception;

  @BeforeEach
  void startServer() throws Exception {
    server = start();
  }

  @AfterEach
  void stopServer() {
    server.close();
    threads.shutdownNow();
  }

  private WriteOutcome write(SseSink sink, ByteBuffer bytes) {
    WriteOutcome outcome = new WriteOutcome();
    if (sink.blocking()) {
      threads.execute(() -> sink.write(bytes, outcome));
    } else {
      sink.write(bytes, outcome);
    }
    return outcome;
  }

  private WriteOutcome write(SseSink sink, String text) {
    return write(sink, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static ByteBuffer huge() {
    byte[] bytes = new byte[HUGE];
    new Random(7).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void aWriteIsReadBeforeTheNextIsWritten() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      for (String frame : new String[] {"retry: 1\n\n", "data: 籤\n\n", "data: z\n\n"}) {
        WriteOutcome outcome = write(sink, frame);

        assertThat(client.read(frame.getBytes(UTF_8).length)).asString(UTF_8).isEqualTo(frame);
        assertThat(outcome.await()).isTrue();
        assertThat(outcome.calls()).isEqualTo(1);
      }
      sink.close();
    }
  }

  @Test
  void writesArriveInTheirOrderAndTheResponseEndsAfterThem() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      Random random = new Random(3);
      for (int i = 0; i < 40; i++) {
        byte[] bytes = new byte[1 + random.nextInt(400)];
        random.nextBytes(bytes);
        sent.writeBytes(bytes);
        assertThat(write(sink, ByteBuffer.wrap(bytes)).await()).isTrue();
      }
      sink.close();

      assertThat(client.readToEnd()).isEqualTo(sent.toByteArray());
    }
    server.awaitNoConnection();
  }

  @Test
  void onlyWhatTheBufferHasLeftIsWrittenAndNothingInItIsChanged() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      byte[] bytes = "<<<data: x\n\n>>>".getBytes(UTF_8);
      byte[] before = bytes.clone();
      ByteBuffer offset = ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
      offset.position(2).limit(offset.limit() - 3);

      assertThat(write(sink, offset).await()).isTrue();
      sink.close();

      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: x\n\n");
      assertThat(bytes).isEqualTo(before);
    }
  }

  @Test
  void aWriteLongerThanAllBuffersCompletesOnceTheClientHasRead() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      ByteBuffer huge = huge();
      WriteOutcome outcome = write(sink, huge.duplicate());
      assertThat(outcome.calls()).isZero();

      byte[] read = client.read(HUGE);

      assertThat(outcome.await()).isTrue();
      assertThat(outcome.calls()).isEqualTo(1);
      assertThat(ByteBuffer.wrap(read)).isEqualTo(huge);
      assertThat(write(sink, "data: more\n\n").await()).isTrue();
      sink.close();
      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: more\n\n");
    }
  }

  @Test
  void theNextWriteMayComeFromTheCompletionOfTheOneBefore() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      WriteChain chain = new WriteChain(sink, 2_000);
      threads.execute(chain::next);
      chain.awaitEnd();
      sink.close();

      assertThat(client.readToEnd()).hasSize(2_000).containsOnly('x');
    }
  }

  @Test
  void aClientThatLeftIsNoticedAtTheLatestByAWrite() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    SseSink sink;
    try (RawClient client = new RawClient(server.port())) {
      sink = server.nextSink();
      sink.onGone(gone::countDown);
      assertThat(write(sink, "data: x\n\n").await()).isTrue();
      client.disconnect();
    }
    boolean failed = false;
    while (!failed && gone.getCount() > 0) {
      WriteOutcome outcome = write(sink, "data: x\n\n");
      failed = !outcome.await();
      assertThat(outcome.calls()).isEqualTo(1);
    }
    sink.abort();
    server.awaitNoConnection();
  }

  @Test
  void aClientThatLeavesDuringAWriteEndsItOnce() throws Exception {
    WriteOutcome outcome;
    SseSink sink;
    try (RawClient client = new RawClient(server.port())) {
      sink = server.nextSink();
      outcome = write(sink, huge());
      client.read(10);
      client.disconnect();
    }

    assertThat(outcome.await()).isFalse();
    sink.abort();
    server.awaitNoConnection();
    assertThat(outcome.calls()).isEqualTo(1);
  }

  @Test
  void abortCutsOffAClientThatDoesNotRead() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      WriteOutcome outcome = write(sink, huge());
      client.read(10);

      sink.abort();

      assertThat(outcome.await()).isFalse();
      server.awaitNoConnection();
      assertThat(client.readUntilOver()).isLessThan(HUGE - 10);
      assertThat(outcome.calls()).isEqualTo(1);
    }
  }

  @Test
  void abortEndsTheResponseOfAClientThatWaits() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      SseSink sink = server.nextSink();
      assertThat(write(sink, "data: x\n\n").await()).isTrue();

      sink.abort();

      client.readUntilOver();
    }
    server.awaitNoConnection();
  }

  @Test
  void endingMoreThanOnceAndAfterTheClientLeftIsHarmless() throws Exception {
    SseSink sink;
    try (RawClient client = new RawClient(server.port())) {
      sink = server.nextSink();
      assertThat(write(sink, "data: x\n\n").await()).isTrue();
      client.disconnect();
    }

    sink.close();
    sink.abort();
    sink.abort();
    server.awaitNoConnection();
  }
}
