package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tidings.stream.Sink;
import dev.tidings.testkit.sink.SinkContract;
import dev.tidings.testkit.sink.SinkServer;
import dev.tidings.testkit.sink.SocketServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The sink over a bare socket, and what it makes of streams that misbehave. */
class OutputStreamSinkTest extends SinkContract {
  @Override
  protected SinkServer start() throws IOException {
    return new SocketServer(OutputStreamSink::of);
  }

  @Test
  void eachWriteIsFlushedBeforeItReturns() throws Exception {
    StringBuilder order = new StringBuilder();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int single) {
            order.append("write 1, ");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            order.append("write ").append(length).append(", ");
          }

          @Override
          public void flush() {
            order.append("flush, ");
          }
        };

    OutputStreamSink.of(out, () -> {}).write(ByteBuffer.wrap("data: x\n\n".getBytes(UTF_8)));

    assertThat(order).hasToString("write 9, flush, ");
  }

  @Test
  void aStreamThatThrowsAnythingMeansTheClientIsGone() {
    for (Exception fault : new Exception[] {new IOException("x"), new IllegalStateException("x")}) {
      Sink sink = OutputStreamSink.of(new BrokenStream(fault), () -> {});

      assertThatIOException().isThrownBy(() -> sink.write(ByteBuffer.wrap(new byte[] {1})));
    }
  }

  @Test
  void aStreamThatCannotBeClosedIsNobodysConcern() {
    for (Exception fault : new Exception[] {new IOException("x"), new IllegalStateException("x")}) {
      assertThatNoException()
          .isThrownBy(OutputStreamSink.of(new BrokenStream(fault), () -> {})::end);
    }
  }

  @Test
  void abortIsTheHostsCut() {
    AtomicInteger cuts = new AtomicInteger();
    Sink sink = OutputStreamSink.of(new ByteArrayOutputStream(), cuts::incrementAndGet);

    sink.abort();

    assertThat(cuts).hasValue(1);
    assertThat(List.of(sink.blocking(), sink.breaks())).containsOnly(true);
  }

  private static final class BrokenStream extends OutputStream {
    private final Exception fault;

    BrokenStream(Exception fault) {
      this.fault = fault;
    }

    @Override
    public void write(int single) throws IOException {
      fail();
    }

    @Override
    public void close() throws IOException {
      fail();
    }

    private void fail() throws IOException {
      if (fault instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(fault);
    }
  }
}
