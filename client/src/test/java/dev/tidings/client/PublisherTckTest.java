package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The Reactive Streams specification's own tests of a publisher. */
class PublisherTckTest {
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

  /** What the kit is given. */
  public static class Verification extends FlowPublisherVerification<TaskEvent> {
    private static final Executor THREADS = work -> new Thread(work).start();

    /** For TestNG. */
    public Verification() {
      super(new TestEnvironment(1_000, NO_SIGNAL_MILLIS));
    }

    @Override
    public Flow.Publisher<TaskEvent> createFlowPublisher(long elements) {
      return new TaskPublisher(() -> new NumberSource(elements), THREADS);
    }

    @Override
    public Flow.Publisher<TaskEvent> createFailedFlowPublisher() {
      return new TaskPublisher(
          () -> {
            throw Follower.clientClosed();
          },
          THREADS);
    }
  }
}
