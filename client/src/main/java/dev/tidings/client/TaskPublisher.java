package dev.tidings.client;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a task's events: a connection of its own for each subscriber, opened at its first
 * request.
 */
final class TaskPublisher implements Flow.Publisher<TaskEvent> {
  private final Supplier<EventSource> sources;
  private final Executor executor;

  /** Where the events of one subscriber come from. */
  interface EventSource extends AutoCloseable {
    /** The next event, waiting for it; null at the end, and after a close. */
    @Nullable TaskEvent next() throws InterruptedException;

    /** Whether all was given that there is. */
    boolean over();

    /** From whatever thread. */
    @Override
    void close();
  }

  TaskPublisher(Supplier<EventSource> sources, Executor executor) {
    this.sources = sources;
    this.executor = executor;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super TaskEvent> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    EventSource source;
    try {
      source = sources.get();
    } catch (RuntimeException refused) {
      subscriber.onSubscribe(new Refused());
      subscriber.onError(refused);
      return;
    }
    TaskSubscription subscription = new TaskSubscription(subscriber, source, executor);
    try {
      subscriber.onSubscribe(subscription);
    } catch (Throwable fault) {
      subscription.cancel();
      throw fault;
    }
    subscription.begin();
  }

  /** What a subscriber that is refused holds. */
  private static final class Refused implements Flow.Subscription {
    @Override
    public void request(long number) {}

    @Override
    public void cancel() {}
  }
}
