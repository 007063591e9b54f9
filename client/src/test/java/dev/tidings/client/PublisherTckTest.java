package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.client.TaskEvent.Origin;
import dev.tidings.client.TaskPublisher.EventSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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

  /** Gives so many events, then waits for a close as a following does, or is over. */
  private static final class Numbers implements EventSource {
    private final long most;
    private final AtomicLong given = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    Numbers(long most) {
      this.most = most;
    }

    @Override
    public @Nullable TaskEvent next() throws InterruptedException {
      if (closed.getCount() == 0 || over()) {
        return null;
      }
      String number = "a-" + given.incrementAndGet();
      return new TaskEvent.Text(new Origin(number, "task_1", null, Map.of()), "", "x", 0);
    }

    @Override
    public boolean over() {
      return given.get() == most;
    }

    @Override
    public void close() {
      closed.countDown();
    }
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
      return new TaskPublisher(() -> new Numbers(elements), THREADS);
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
