package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.sink.SinkWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The Reactive Streams specification's own tests of a publisher. */
class FlowSinkTckTest {
  private static final long NO_SIGNAL_MILLIS = 50;

  /** As many tests as the kit has of what a publisher must do. */
  private static final int REQUIRED = 22;

  @Test
  void everyRuleOfTheSpecificationHolds() {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG kit = new TestNG(false);
    kit.setTestClasses(new Class<?>[] {Verification.class});
    kit.addListener(results);
    kit.run();

    assertThat(results.getFailedTests()).isEmpty();
    assertThat(results.getPassedTests())
        .extracting(ITestResult::getName)
        .filteredOn(name -> name.startsWith("required_"))
        .hasSize(REQUIRED);
    assertThat(results.getSkippedTests())
        .extracting(ITestResult::getName)
        .allMatch(name -> name.startsWith("untested_") || name.startsWith("optional_"));
  }

  /** What the kit is given: sinks into which so many buffers are written. */
  public static class Verification extends FlowPublisherVerification<ByteBuffer> {
    /** More than any of its tests reads of a publisher that goes on. */
    private static final int MOST_READ = 5_000;

    /** For TestNG. */
    public Verification() {
      super(new TestEnvironment(1_000, NO_SIGNAL_MILLIS));
    }

    @Override
    public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
      FlowSink sink = FlowSink.create();
      SinkWriter writer = new SinkWriter(sink);
      for (long i = 0; i < Math.min(elements, MOST_READ); i++) {
        writer.write(ByteBuffer.wrap(new byte[] {(byte) i}));
      }
      if (elements <= MOST_READ) {
        writer.endAfterWrites();
      }
      return sink;
    }

    @Override
    public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
      FlowSink sink = FlowSink.create();
      sink.abort();
      return sink;
    }

    @Override
    public long maxElementsFromPublisher() {
      return Integer.MAX_VALUE;
    }
  }
}
