package dev.tidings.testkit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.stream.Sink;
import dev.tidings.testkit.sink.RawClient.Ending;
import dev.tidings.testkit.sink.SinkWriter.Write;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Sink} promises, over a real connection and seen from its client. A sink's test
 * extends this and says, on the test's thread, how to get one, and whether it breaks. The sink is
 * used as a session uses it: one call after the other on a thread that is not the host's, but for
 * {@link Sink#abort}.
 */
@Timeout(60)
public abstract class SinkContract {
  /** More than the buffers between a server and a client that does not read can hold. */
  private static final int HUGE = 24 * 1024 * 1024;

  /** More writes than any server swallows after a reset. */
  private static final int MANY = 10_000;

  @SuppressWarnings("NullAway.Init") // before each test
  private SinkServer server;

  private @Nullable SinkWriter writer;

  /** The constructor is for the test that extends this. */
  protected SinkContract() {}

  /** A server that runs, whose responses have sinks of the kind under test; a new one each time. */
  protected abstract SinkServer start() throws Exception;

  /** Whether the host lets the sink break the connection; true unless overridden. */
  protected boolean breaks() {
    return true;
  }

  /** How long anything may take that is to happen at once; 20 seconds unless overridden. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  @BeforeEach
  final void startServer() throws Exception {
    server = start();
  }

  @AfterEach
  final void stopServer() {
    server.close();
    if (writer != null) {
      writer.close();
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(server.port(), patience());
  }

  private SinkWriter nextWriter() throws InterruptedException {
    return writer(server.nextSink());
  }

  private SinkWriter writer(Sink sink) {
    SinkWriter next = new SinkWriter(sink, patience());
    writer = next;
    return next;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static ByteBuffer huge() {
    byte[] bytes = new byte[HUGE];
    new Random(7).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void itSaysWhetherItBreaks() throws Exception {
    try (RawClient client = client()) {
      Sink sink = server.nextSink();

      assertThat(sink.breaks()).isEqualTo(breaks());
      SinkWriter writes = writer(sink);
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      writes.end();
      assertThat(client.awaitEnding()).isEqualTo(Ending.IN_ORDER);
    }
  }

  @Test
  void aWriteIsReadBeforeTheNextIsWritten() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      for (String frame : new String[] {"retry: 1\n\n", "data: 籤\n\n", "data: z\n\n"}) {
        Write write = writes.write(bytes(frame));

        assertThat(client.read(frame.getBytes(UTF_8).length)).asString(UTF_8).isEqualTo(frame);
        assertThat(write.await()).isTrue();
      }
      writes.end();
      assertThat(client.awaitEnding()).isEqualTo(Ending.IN_ORDER);
    }
  }

  @Test
  void writesArriveInTheirOrderAndTheResponseEndsInOrderAfterThem() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      Random random = new Random(3);
      for (int i = 0; i < 40; i++) {
        byte[] bytes = new byte[1 + random.nextInt(400)];
        random.nextBytes(bytes);
        sent.writeBytes(bytes);
        assertThat(writes.write(ByteBuffer.wrap(bytes)).await()).isTrue();
      }
      writes.end();

      assertThat(client.readToEnd()).isEqualTo(sent.toByteArray());
    }
    server.awaitNoConnection();
  }

  @Test
  void onlyWhatTheBufferHasLeftIsWrittenAndNothingInItIsChanged() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      byte[] bytes = "<<<data: x\n\n>>>".getBytes(UTF_8);
      byte[] before = bytes.clone();
      ByteBuffer offset = ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
      offset.position(2).limit(offset.limit() - 3);

      assertThat(writes.write(offset).await()).isTrue();
      writes.end();

      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: x\n\n");
      assertThat(bytes).isEqualTo(before);
    }
  }

  @Test
  void aSinkIsReadyAgainAfterALongWriteOnceTheClientHasRead() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      ByteBuffer huge = huge();
      Write write = writes.write(huge.duplicate());
      assertThat(client.read(10)).isEqualTo(beginning(huge, 10));
      assertThat(write.isOver()).isFalse();

      byte[] rest = client.read(HUGE - 10);

      assertThat(write.await()).isTrue();
      assertThat(ByteBuffer.wrap(rest)).isEqualTo(huge.position(10));
      assertThat(writes.write(bytes("data: more\n\n")).await()).isTrue();
      writes.end();
      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: more\n\n");
    }
  }

  @Test
  void aWriteReturnsThoughTheClientDoesNotReadUnlessTheSinkSaysThatItBlocks() throws Exception {
    try (RawClient client = client()) {
      Sink sink = server.nextSink();
      SinkWriter writes = writer(sink);
      Write write = writes.write(huge());
      client.read(10);

      if (!sink.blocking()) {
        writes.awaitTurn();
      }
      assertThat(write.isOver()).as("it is ready though its bytes have not left").isFalse();
    }
  }

  private static byte[] beginning(ByteBuffer bytes, int length) {
    byte[] beginning = new byte[length];
    bytes.duplicate().get(beginning);
    return beginning;
  }

  @Test
  void manyShortWritesFollowEachOther() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      List<Write> all = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        all.add(writes.write(bytes("x")));
      }
      for (Write write : all) {
        assertThat(write.await()).isTrue();
      }
      writes.end();

      assertThat(client.readToEnd()).hasSize(2_000).containsOnly('x');
    }
  }

  @Test
  void aClientThatLeftIsNoticedAtTheLatestByAWrite() throws Exception {
    SinkWriter writes;
    try (RawClient client = client()) {
      writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      client.disconnect();
    }
    boolean noticed = false;
    for (int i = 0; i < MANY && !noticed; i++) {
      noticed = !writes.write(bytes("data: x\n\n")).await();
    }
    assertThat(noticed).as("after %s writes", MANY).isTrue();
    writes.abort();
    server.awaitNoConnection();
  }

  @Test
  void aClientThatLeavesDuringAWriteIsNoticed() throws Exception {
    SinkWriter writes;
    try (RawClient client = client()) {
      writes = nextWriter();
      writes.write(huge());
      client.read(10);
      client.disconnect();
    }

    writes.awaitGone();
    writes.abort();
    server.awaitNoConnection();
  }

  @Test
  void abortIsABrokenEndToAClientThatDoesNotRead() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      Write write = writes.write(huge());
      client.read(10);
      assertThat(write.isOver()).isFalse();

      writes.abort();

      if (breaks()) {
        writes.awaitTurn();
        server.awaitNoConnection();
        assertThat(client.awaitEnding()).isEqualTo(Ending.BROKEN);
      }
    }
    server.awaitNoConnection();
  }

  @Test
  void abortIsABrokenEndToAClientThatWaits() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      client.read(9);

      writes.abort();

      assertThat(client.awaitEnding()).isEqualTo(breaks() ? Ending.BROKEN : Ending.IN_ORDER);
    }
    server.awaitNoConnection();
  }

  @Test
  void abortAfterTheEndLeavesItAnEndInOrder() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      writes.endThenAbort();

      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: x\n\n");
    }
    server.awaitNoConnection();
  }

  @Test
  void abortAfterAnAbortIsHarmless() throws Exception {
    try (RawClient client = client()) {
      SinkWriter writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      writes.abort();
      writes.abort();

      assertThat(client.awaitEnding()).isEqualTo(breaks() ? Ending.BROKEN : Ending.IN_ORDER);
    }
    server.awaitNoConnection();
  }

  @Test
  void endingAfterTheClientLeftIsHarmless() throws Exception {
    SinkWriter writes;
    try (RawClient client = client()) {
      writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      client.disconnect();
    }

    writes.endThenAbort();
    server.awaitNoConnection();
  }
}
