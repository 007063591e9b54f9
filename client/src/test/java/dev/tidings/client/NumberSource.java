package dev.tidings.client;

import dev.tidings.client.TaskEvent.Origin;
import dev.tidings.client.TaskPublisher.EventSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gives so many events without waiting, as a following does; nothing more once it is closed. */
final class NumberSource implements EventSource {
  private final long most;
  private final AtomicLong given = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  NumberSource(long most) {
    this.most = most;
  }

  @Override
  public @Nullable TaskEvent next() {
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
