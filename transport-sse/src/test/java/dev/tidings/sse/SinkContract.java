package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.sse.testing.RawClient;
import dev.tidings.sse.testing.RawClient.Ending;
import dev.tidings.sse.testing.SinkServer;
import dev.tidings.sse.testing.SinkWriter;
import dev.tidings.sse.testing.SinkWriter.Write;
import dev.tidings.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What any sink must do, over a real connection and seen from its client. A sink's test says only
 * how to get one, and whether it breaks.
 */
abstract class SinkContract {
  /** More than the buffers between a server and a client that does not read can hold. */
  static final int HUGE = 24 * 1024 * 1024;

  @SuppressWarnings("NullAway.Init") // before each test
  private SinkServer server;

  private @Nullable SinkWriter writer;

  /** Starts a server of the sink's kind. */
  abstract SinkServer start() throws Exception;

  /** Whether the host lets the sink break the connection. */
  boolean breaks() {
    return true;
  }

  @BeforeEach
  void startServer() throws Exception {
    server = start();
  }

  @AfterEach
  void stopServer() {
    server.close();
    if (writer != null) {
      writer.close();
    }
  }

  private SinkWriter nextWriter() throws InterruptedException {
    Sink sink = server.nextSink();
    assertThat(sink.breaks()).isEqualTo(breaks());
    SinkWriter next = new SinkWriter(sink);
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
  void aWriteIsReadBeforeTheNextIsWritten() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
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

  private static byte[] beginning(ByteBuffer bytes, int length) {
    byte[] beginning = new byte[length];
    bytes.duplicate().get(beginning);
    return beginning;
  }

  @Test
  void manyShortWritesFollowEachOther() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
      writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      client.disconnect();
    }
    boolean noticed = false;
    while (!noticed) {
      noticed = !writes.write(bytes("data: x\n\n")).await();
    }
    writes.abort();
    server.awaitNoConnection();
  }

  @Test
  void aClientThatLeavesDuringAWriteIsNoticed() throws Exception {
    SinkWriter writes;
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
      SinkWriter writes = nextWriter();
      Write write = writes.write(huge());
      client.read(10);
      assertThat(write.isOver()).isFalse();

      writes.abort();

      if (breaks()) {
        server.awaitNoConnection();
        assertThat(client.awaitEnding()).isEqualTo(Ending.BROKEN);
      }
    }
    server.awaitNoConnection();
  }

  @Test
  void abortIsABrokenEndToAClientThatWaits() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
      SinkWriter writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      writes.endThenAbort();

      assertThat(client.readToEnd()).asString(UTF_8).isEqualTo("data: x\n\n");
    }
    server.awaitNoConnection();
  }

  @Test
  void endingAfterTheClientLeftIsHarmless() throws Exception {
    SinkWriter writes;
    try (RawClient client = new RawClient(server.port())) {
      writes = nextWriter();
      assertThat(writes.write(bytes("data: x\n\n")).await()).isTrue();
      client.disconnect();
    }

    writes.endThenAbort();
    server.awaitNoConnection();
  }
}
