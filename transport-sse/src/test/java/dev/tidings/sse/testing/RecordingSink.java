package dev.tidings.sse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.sse.SseSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that takes writes when the test says so, or at once. Fails a test in which the session
 * breaks the rules of {@link SseSink}. Thread-safe.
 */
public final class RecordingSink implements SseSink {
  private final boolean takesAtOnce;
  private final boolean blocking;
  private final @Nullable RuntimeException fault;
  private final List<ByteBuffer> writes = new ArrayList<>();
  private final List<byte[]> arrays = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private @Nullable Completion inFlight;
  private Runnable gone = () -> {};
  private int closes;
  private int aborts;

  private RecordingSink(boolean takesAtOnce, boolean blocking, @Nullable RuntimeException fault) {
    this.takesAtOnce = takesAtOnce;
    this.blocking = blocking;
    this.fault = fault;
  }

  /** A client that takes every write during the call. */
  public static RecordingSink eager() {
    return new RecordingSink(true, false, null);
  }

  /** A client that takes a write when {@link #take} is called. */
  public static RecordingSink slow() {
    return new RecordingSink(false, false, null);
  }

  /** A client that takes every write during the call, which may hold its thread. */
  public static RecordingSink holdingItsThread() {
    return new RecordingSink(true, true, null);
  }

  /** A host whose writes throw. */
  public static RecordingSink throwing(RuntimeException fault) {
    return new RecordingSink(false, false, fault);
  }

  @Override
  public boolean blocking() {
    return blocking;
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // its identity tells whether bytes are shared
  public void write(ByteBuffer frames, Completion completion) {
    if (fault != null) {
      throw fault;
    }
    synchronized (this) {
      if (inFlight != null) {
        violations.add("a write before the one before had completed");
      }
      if (closes > 0) {
        violations.add("a write after the end");
      }
      if (!frames.hasRemaining()) {
        violations.add("a write of nothing");
      }
      writes.add(frames.asReadOnlyBuffer());
      arrays.add(frames.array());
      inFlight = completion;
      notifyAll();
    }
    if (takesAtOnce) {
      take();
    }
  }

  /** Has the write in flight succeed. */
  public void take() {
    completion().written();
  }

  /** Has the write in flight succeed, and each that follows, until there is none. */
  public void takeAll() {
    while (writing()) {
      take();
    }
  }

  /** Takes each write as it comes, on whatever thread, until the session has ended the response. */
  public void takeUntilEnd() {
    while (awaitWrite()) {
      take();
    }
  }

  /** Waits until a write is in flight; false when the response has ended instead. */
  private synchronized boolean awaitWrite() {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (inFlight == null && closes + aborts == 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("neither a write nor the end within 20 s");
      }
      try {
        NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
    return inFlight != null;
  }

  /** Has the write in flight fail. */
  public void fail() {
    completion().failed(new IOException("broken, as the test asked"));
  }

  private synchronized Completion completion() {
    Completion completion = inFlight;
    if (completion == null) {
      throw new AssertionError("there is no write in flight");
    }
    inFlight = null;
    return completion;
  }

  /** Tells the session, other than by a write, that the client is gone. */
  public void leave() {
    gone.run();
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
  }

  @Override
  public synchronized void close() {
    if (inFlight != null || closes > 0 || aborts > 0) {
      violations.add("close during a write or after the end");
    }
    closes++;
    notifyAll();
  }

  @Override
  public synchronized void abort() {
    aborts++;
    notifyAll();
  }

  /** Whether a write is in flight. */
  public synchronized boolean writing() {
    return inFlight != null;
  }

  /** How many writes there were. */
  public synchronized int writes() {
    return writes.size();
  }

  /** The text of the last write. */
  public synchronized String lastWrite() {
    return UTF_8.decode(writes.get(writes.size() - 1).duplicate()).toString();
  }

  /** The array behind the last write. */
  public synchronized byte[] lastArray() {
    return arrays.get(arrays.size() - 1);
  }

  /** Everything that was written. */
  public synchronized byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer write : writes) {
      byte[] bytes = new byte[write.remaining()];
      write.duplicate().get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /** How it was ended: {@code open}, {@code closed} or {@code aborted}, or what went wrong. */
  public synchronized String state() {
    if (!violations.isEmpty() || closes + aborts > 1) {
      return "violated: " + violations + ", closes " + closes + ", aborts " + aborts;
    }
    return closes == 1 ? "closed" : aborts == 1 ? "aborted" : "open";
  }
}
