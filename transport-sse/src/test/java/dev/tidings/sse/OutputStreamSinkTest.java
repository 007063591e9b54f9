package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tidings.sse.testing.SinkServer;
import dev.tidings.sse.testing.SocketServer;
import dev.tidings.sse.testing.WriteOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The sink over a bare socket, and what it makes of streams that misbehave. */
class OutputStreamSinkTest extends SseSinkContract {
  @Override
  SinkServer start() throws IOException {
    return new SocketServer();
  }

  @Test
  void eachWriteIsFlushedBeforeItIsReportedWritten() throws Exception {
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

    new OutputStreamSink(out, () -> {})
        .write(
            ByteBuffer.wrap("data: x\n\n".getBytes(UTF_8)),
            new SseSink.Completion() {
              @Override
              public void written() {
                order.append("written");
              }

              @Override
              public void failed(Throwable cause) {
                order.append("failed");
              }
            });

    assertThat(order).hasToString("write 9, flush, written");
  }

  @Test
  void aStreamThatThrowsAnythingFailsTheWriteOnce() throws Exception {
    for (Exception fault : new Exception[] {new IOException("x"), new IllegalStateException("x")}) {
      WriteOutcome outcome = new WriteOutcome();

      new OutputStreamSink(new BrokenStream(fault), () -> {})
          .write(ByteBuffer.wrap(new byte[] {1}), outcome);

      assertThat(outcome.await()).isFalse();
      assertThat(outcome.calls()).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatCannotBeClosedIsNobodysConcern() {
    for (Exception fault : new Exception[] {new IOException("x"), new IllegalStateException("x")}) {
      assertThatNoException()
          .isThrownBy(new OutputStreamSink(new BrokenStream(fault), () -> {})::close);
    }
  }

  @Test
  void abortIsTheHostsCut() {
    AtomicInteger cuts = new AtomicInteger();
    SseSink sink = new OutputStreamSink(new ByteArrayOutputStream(), cuts::incrementAndGet);

    sink.abort();

    assertThat(cuts).hasValue(1);
    assertThat(sink.blocking()).isTrue();
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
