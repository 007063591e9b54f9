package dev.tidings.sse;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink publishes what a session writes, for hosts whose responses are made of a {@link
 * Flow.Publisher}: one buffer for each that was requested, and no thread waits for a client. A
 * session that must be cut ends as {@code onError}, upon which such hosts break the connection. It
 * has one subscriber; any other is refused with an {@link IllegalStateException}. It is
 * thread-safe.
 *
 * <p><b>Signals.</b> A session writes and ends in its turns, one after the other; only an abort may
 * come meanwhile. {@code signal} tells whether a signal is being given: an abort that finds one
 * leaves its own to whoever gives that one. So signals never overlap (Reactive Streams, rule 1.3)
 * and nobody waits.
 */
public final class FlowSink implements Sink, Flow.Publisher<ByteBuffer> {
  /** What of the subscriber's signals is going on. */
  private enum Signal {
    NONE,
    GIVEN,
    GIVEN_THEN_ABORT,
    OVER
  }

  private final AtomicBoolean subscribed = new AtomicBoolean();

  /** Null before it comes, and again once it has cancelled (rule 3.13). */
  private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

  private final AtomicReference<Signal> signal = new AtomicReference<>(Signal.NONE);
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean cancelled;
  private volatile Runnable ready = () -> {};
  private volatile Consumer<Throwable> gone = cause -> {};
  private volatile @Nullable Throwable failure;

  private FlowSink() {}

  /**
   * A sink that nobody has subscribed to yet. The host is given it as the body, and the stream
   * writes to it.
   */
  public static FlowSink create() {
    return new FlowSink();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> other) {
    Objects.requireNonNull(other, "subscriber");
    if (subscribed.getAndSet(true)) {
      other.onSubscribe(new Refused());
      other.onError(new IllegalStateException("this stream has its one subscriber already"));
      return;
    }
    subscriber = other;
    // The first signal: whoever aborts meanwhile leaves its own to this one.
    if (!signal.compareAndSet(Signal.NONE, Signal.GIVEN)) {
      other.onSubscribe(new Refused());
      other.onError(new IOException("the event stream was cut off"));
      return;
    }
    other.onSubscribe(new Demand());
    given();
    ready.run();
  }

  /** What the one subscriber holds. */
  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long number) {
      if (number <= 0) {
        failure =
            new IllegalArgumentException(
                "rule 3.9: requested " + number + "; ask for at least one buffer");
        abort();
      } else {
        demand.accumulateAndGet(
            number, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
        ready.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      signal.set(Signal.OVER);
      subscriber = null;
      gone.accept(new IOException("the subscriber cancelled"));
    }
  }

  /** What a subscriber that is refused holds. */
  private static final class Refused implements Flow.Subscription {
    @Override
    public void request(long number) {}

    @Override
    public void cancel() {}
  }

  @Override
  public void start(Runnable onReady, Consumer<Throwable> onGone) {
    ready = onReady;
    gone = onGone;
    if (cancelled || signal.get() == Signal.OVER) {
      onGone.accept(new IOException("the subscriber is gone"));
    } else if (demand.get() > 0) {
      onReady.run();
    }
  }

  @Override
  public boolean ready() {
    return demand.get() > 0 && signal.get() == Signal.NONE;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    if (to == null || !signal.compareAndSet(Signal.NONE, Signal.GIVEN)) {
      throw new IOException("the subscriber is gone");
    }
    demand.getAndUpdate(had -> had == Long.MAX_VALUE ? had : had - 1);
    // The bytes are shared by all readers: a subscriber gets a view of them that it cannot change.
    to.onNext(bytes.asReadOnlyBuffer());
    given();
  }

  private void given() {
    if (!signal.compareAndSet(Signal.GIVEN, Signal.NONE)
        && signal.compareAndSet(Signal.GIVEN_THEN_ABORT, Signal.OVER)) {
      fail();
    }
  }

  @Override
  public void end() {
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    if (signal.getAndSet(Signal.OVER) == Signal.NONE && to != null) {
      to.onComplete();
    }
  }

  @Override
  public void abort() {
    while (true) {
      Signal now = signal.get();
      if (now == Signal.NONE && signal.compareAndSet(Signal.NONE, Signal.OVER)) {
        fail();
        return;
      }
      if (now == Signal.OVER
          || now == Signal.GIVEN_THEN_ABORT
          || (now == Signal.GIVEN && signal.compareAndSet(Signal.GIVEN, Signal.GIVEN_THEN_ABORT))) {
        return;
      }
    }
  }

  private void fail() {
    Throwable cause = failure;
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    if (to != null) {
      to.onError(cause == null ? new IOException("the event stream was cut off") : cause);
    }
    if (cause != null) {
      gone.accept(cause);
    }
  }
}
