package dev.tidings.testkit.dialect;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A host's response that keeps what it is given, at once or a write at a time. Thread-safe. */
final class MessageSink implements Sink {
  private static final int PATIENCE = 10;

  private final boolean slow;
  private final CountDownLatch over = new CountDownLatch(1);

  @GuardedBy("this")
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @GuardedBy("this")
  private boolean writing;

  private volatile boolean inOrder;
  private volatile Runnable ready = () -> {};

  private MessageSink(boolean slow) {
    this.slow = slow;
  }

  /** One that takes every write at once. */
  static MessageSink eager() {
    return new MessageSink(false);
  }

  /** One that takes a write when {@link #take} is called. */
  static MessageSink slow() {
    return new MessageSink(true);
  }

  @Override
  public void start(Runnable onReady, Consumer<Throwable> gone) {
    ready = onReady;
  }

  @Override
  public synchronized boolean ready() {
    return !writing;
  }

  @Override
  public synchronized void write(ByteBuffer from) {
    byte[] part = new byte[from.remaining()];
    from.get(part);
    bytes.writeBytes(part);
    writing = slow;
  }

  /** Takes the write in flight, if there is one; the next one comes during this call. */
  boolean take() {
    synchronized (this) {
      if (!writing) {
        return false;
      }
      writing = false;
    }
    ready.run();
    return true;
  }

  @Override
  public void end() {
    inOrder = true;
    over.countDown();
  }

  @Override
  public void abort() {
    over.countDown();
  }

  /** Whether the response has ended, in order; waits for its end. */
  boolean awaitOrderlyEnd() throws InterruptedException {
    return over.await(PATIENCE, SECONDS) && inOrder;
  }

  /** Everything that was written. */
  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The messages that were written. */
  List<Told> told() {
    return MessageFraming.messages(bytes());
  }
}
