package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.sse.testing.StubContainer;
import dev.tidings.sse.testing.WriteOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of Servlet non-blocking output, one step at a time. */
class ServletSinkRulesTest {
  private final StubContainer container = new StubContainer();
  private final AtomicInteger gone = new AtomicInteger();
  private final WriteOutcome outcome = new WriteOutcome();

  @SuppressWarnings("NullAway.Init") // before each test
  private ServletSink sink;

  @BeforeEach
  void open() throws IOException {
    sink = ServletSink.of(container.context());
    sink.onGone(gone::incrementAndGet);
  }

  private void write(WriteOutcome told) {
    sink.write(ByteBuffer.wrap("frame".getBytes(UTF_8)), told);
  }

  @Test
  void theContainersOwnTimeOutIsTurnedOff() {
    assertThat(container.calls()).containsExactly("timeout 0");
    assertThat(sink.blocking()).isFalse();
  }

  @Test
  void nothingIsWrittenBeforeTheContainerSaysItMay() throws Exception {
    write(outcome);
    assertThat(container.calls()).containsExactly("timeout 0");

    container.writePossible();

    assertThat(container.calls()).containsExactly("timeout 0", "write frame", "flush");
    assertThat(outcome.await()).isTrue();
  }

  @Test
  void eachStepWaitsUntilTheContainerIsReady() throws Exception {
    write(outcome);
    container.writePossibleFor(1);
    assertThat(container.calls()).containsExactly("timeout 0", "write frame");
    container.writePossibleFor(1);
    assertThat(container.calls()).containsExactly("timeout 0", "write frame", "flush");
    assertThat(outcome.calls()).isZero();

    container.writePossibleFor(1);

    assertThat(outcome.await()).isTrue();
    assertThat(outcome.calls()).isEqualTo(1);
  }

  @Test
  void aContainerThatIsReadyIsWrittenToAtOnce() throws Exception {
    container.writePossible();

    write(outcome);

    assertThat(outcome.await()).isTrue();
  }

  @Test
  void aFailureIsToldOnceHoweverOftenTheContainerReportsIt() throws Exception {
    write(outcome);
    container.reportWriteError();
    container.reportAsyncError();
    container.reportTimeout();

    assertThat(outcome.await()).isFalse();
    assertThat(outcome.calls()).isEqualTo(1);
    assertThat(gone.get()).isPositive();
  }

  @Test
  void aWriteThatThrowsIsAFailure() throws Exception {
    container.writePossible();
    container.breakDown();

    write(outcome);
    container.reportWriteError();

    assertThat(outcome.await()).isFalse();
    assertThat(outcome.calls()).isEqualTo(1);
  }

  @Test
  void anErrorWithoutAWriteMeansTheClientIsGone() throws Exception {
    container.writePossible();
    container.reportAsyncError();

    assertThat(gone).hasValue(1);
  }

  @Test
  void aWriteAfterTheErrorFails() throws Exception {
    container.writePossible();
    container.reportWriteError();

    write(outcome);

    assertThat(outcome.await()).isFalse();
    assertThat(container.calls()).doesNotContain("write frame");
  }

  @Test
  void abortFailsTheWriteInFlightAndCompletesTheRequest() throws Exception {
    write(outcome);

    sink.abort();
    container.writePossible();

    assertThat(outcome.await()).isFalse();
    assertThat(container.calls()).containsExactly("timeout 0", "complete");
  }

  @Test
  void endingTwiceCompletesOnce() {
    sink.close();
    sink.abort();
    sink.close();

    assertThat(container.calls()).containsExactly("timeout 0", "complete");
  }
}
