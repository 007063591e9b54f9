package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tidings.sse.testing.StubContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of Servlet non-blocking output, one step at a time. */
class ServletSinkRulesTest {
  private final StubContainer container = new StubContainer();
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();

  @SuppressWarnings("NullAway.Init") // before each test
  private ServletSink sink;

  @BeforeEach
  void open() throws IOException {
    sink = ServletSink.of(container.context());
    sink.start(ready::incrementAndGet, cause -> gone.incrementAndGet());
  }

  private void write() throws IOException {
    sink.write(ByteBuffer.wrap("frame".getBytes(UTF_8)));
  }

  @Test
  void theContainersOwnTimeOutIsTurnedOff() {
    assertThat(container.calls()).containsExactly("timeout 0");
    assertThat(sink.blocking()).isFalse();
  }

  @Test
  void itIsNotReadyBeforeTheContainerSaysSo() throws Exception {
    assertThat(sink.ready()).isFalse();
    assertThat(ready).hasValue(0);

    container.writePossible();

    assertThat(ready).hasValue(1);
    assertThat(sink.ready()).isTrue();
  }

  @Test
  void theContainersWordOnlyAsks() throws Exception {
    container.writePossible();

    assertThat(container.calls()).containsExactly("timeout 0");
  }

  @Test
  void whatIsWrittenIsFlushedAtOnceIfTheContainerIsReady() throws Exception {
    container.writePossible();

    write();

    assertThat(container.calls()).containsExactly("timeout 0", "write frame", "flush");
    assertThat(sink.ready()).isTrue();
  }

  @Test
  void eachStepWaitsUntilTheContainerIsReady() throws Exception {
    container.writePossibleFor(0);
    write();
    assertThat(container.calls()).containsExactly("timeout 0", "write frame");

    container.writePossibleFor(1);
    assertThat(sink.ready()).isFalse();
    assertThat(container.calls()).containsExactly("timeout 0", "write frame", "flush");

    container.writePossibleFor(2);
    assertThat(sink.ready()).isTrue();
    assertThat(container.calls()).containsExactly("timeout 0", "write frame", "flush");
    assertThat(ready).hasValue(3);
  }

  @Test
  void eachReportOfTheContainersMeansTheClientIsGone() throws Exception {
    container.reportWriteError();
    container.reportAsyncError();
    container.reportTimeout();

    assertThat(gone).hasValue(3);
  }

  @Test
  void aWriteThatThrowsSaysSo() throws Exception {
    container.writePossible();
    container.breakDown();

    assertThatIOException().isThrownBy(this::write);
  }

  @Test
  void itIsNotReadyAfterItsEnd() throws Exception {
    container.writePossible();
    sink.end();

    assertThat(sink.ready()).isFalse();
    assertThat(container.calls()).containsExactly("timeout 0", "complete");
  }

  @Test
  void withoutTheFilterAbortCompletesTheRequest() {
    assertThat(sink.breaks()).isFalse();

    sink.abort();
    sink.abort();

    assertThat(container.calls()).containsExactly("timeout 0", "complete");
  }

  @Test
  void withTheFilterAbortDispatchesOnceMore() throws Exception {
    container.installCutFilter();
    open();
    assertThat(sink.breaks()).isTrue();

    sink.abort();
    sink.abort();

    assertThat(container.calls()).containsExactly("timeout 0", "timeout 0", "dispatch");
  }

  @Test
  void abortDuringAWriteCutsOnceTheWriteHasComeBack() throws Exception {
    container.installCutFilter();
    open();
    container.writePossible();
    container.duringWrites(sink::abort);

    write();

    assertThat(container.calls())
        .containsExactly("timeout 0", "timeout 0", "write frame", "flush", "dispatch");
    assertThat(sink.ready()).isFalse();
    assertThatIOException().isThrownBy(this::write);
  }

  @Test
  void abortAfterTheEndDoesNothing() throws Exception {
    container.installCutFilter();
    open();
    sink.end();
    sink.abort();
    sink.end();

    assertThat(container.calls()).containsExactly("timeout 0", "timeout 0", "complete");
  }
}
