package dev.tidings.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's executor; when that refuses an action, it is offered again until it is taken. */
public final class RetryingExecutor implements Executor {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");
  private static final long RETRY_MILLIS = 50;

  private final Executor executor;
  private final ScheduledExecutorService timer;

  /** Offers again from that timer, as long as it runs. */
  public RetryingExecutor(Executor executor, ScheduledExecutorService timer) {
    this.executor = executor;
    this.timer = timer;
  }

  @Override
  public void execute(Runnable action) {
    try {
      executor.execute(action);
    } catch (RuntimeException refused) {
      // In whatever words; actions contain what they throw, so this is the executor's own.
      offerAgain(action);
    }
  }

  private void offerAgain(Runnable action) {
    try {
      ScheduledFuture<?> unused =
          timer.schedule(() -> execute(action), RETRY_MILLIS, TimeUnit.MILLISECONDS);
      log.debug("Executor refused to deliver events; trying again in {} ms", RETRY_MILLIS);
    } catch (RejectedExecutionException closed) {
      log.debug("Executor refused to deliver events and the hub is closed; they stay unread");
    }
  }
}
