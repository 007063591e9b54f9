package dev.tidings.testkit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that keeps what is written to it, and takes writes at once or when the test says so: a
 * whole stream in memory. {@link #state} tells whether the session has kept the rules of {@link
 * Sink}. It is thread-safe.
 */
public final class RecordingSink implements Sink {
  private final boolean takesAtOnce;
  private final boolean blocking;
  private final @Nullable RuntimeException fault;
  private final List<ByteBuffer> writes = new ArrayList<>();
  private final List<byte[]> arrays = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Runnable ready = () -> {};
  private Consumer<Throwable> gone = cause -> {};
  private boolean writing;
  private boolean broken;
  private int starts;
  private int ends;
  private int aborts;

  private RecordingSink(boolean takesAtOnce, boolean blocking, @Nullable RuntimeException fault) {
    this.takesAtOnce = takesAtOnce;
    this.blocking = blocking;
    this.fault = fault;
  }

  /** A sink that takes every write during the call. */
  public static RecordingSink eager() {
    return new RecordingSink(true, false, null);
  }

  /** A sink that takes a write when {@link #take} is called. */
  public static RecordingSink slow() {
    return new RecordingSink(false, false, null);
  }

  /** A sink that takes every write during the call, and says that this may hold its thread. */
  public static RecordingSink holdingItsThread() {
    return new RecordingSink(true, true, null);
  }

  /** A sink whose every write throws that. */
  public static RecordingSink throwing(RuntimeException fault) {
    return new RecordingSink(false, false, fault);
  }

  @Override
  public boolean blocking() {
    return blocking;
  }

  @Override
  public synchronized void start(Runnable onReady, Consumer<Throwable> onGone) {
    if (starts++ > 0) {
      violations.add("a second start");
    }
    ready = onReady;
    gone = onGone;
  }

  @Override
  public synchronized boolean ready() throws IOException {
    if (broken) {
      throw new IOException("broken, as the test asked");
    }
    return !writing;
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // its identity tells whether bytes are shared
  public synchronized void write(ByteBuffer bytes) {
    if (fault != null) {
      throw fault;
    }
    if (writing || starts == 0) {
      violations.add("a write before the sink was ready");
    }
    if (ends > 0) {
      violations.add("a write after the end");
    }
    if (!bytes.hasRemaining()) {
      violations.add("a write of nothing");
    }
    writes.add(bytes.asReadOnlyBuffer());
    arrays.add(bytes.array());
    writing = !takesAtOnce;
    notifyAll();
  }

  /** The sink takes the write in flight: the sink is ready again. */
  public void take() {
    if (!taken()) {
      throw new AssertionError("there is no write in flight");
    }
    ready.run();
  }

  private synchronized boolean taken() {
    boolean was = writing;
    writing = false;
    return was;
  }

  /** The sink takes the write in flight and each that follows, until there is none. */
  public void takeAll() {
    while (writing()) {
      take();
    }
  }

  /**
   * The sink takes each write as it comes, on whatever thread, until the session has ended the
   * response.
   */
  public void takeUntilEnd() {
    while (awaitWrite()) {
      take();
    }
  }

  /** Waits until a write is in flight; false when the response has ended instead. */
  private synchronized boolean awaitWrite() {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (!writing && ends + aborts == 0) {
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
    return writing;
  }

  /** The sink breaks: the write in flight has failed, and every call from now on does. */
  public void fail() {
    synchronized (this) {
      broken = true;
    }
    ready.run();
  }

  /** The sink tells the session, other than by an exception, that the client is gone. */
  public void leave() {
    gone.accept(new IOException("left, as the test asked"));
  }

  @Override
  public synchronized void end() {
    if (writing || ends > 0 || aborts > 0) {
      violations.add("end during a write or after the end");
    }
    ends++;
    notifyAll();
  }

  @Override
  public synchronized void abort() {
    aborts++;
    notifyAll();
  }

  /** Whether a write is in flight. */
  public synchronized boolean writing() {
    return writing;
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

  /** How it was ended: {@code open}, {@code ended} or {@code aborted}, or what went wrong. */
  public synchronized String state() {
    if (!violations.isEmpty() || ends + aborts > 1) {
      return "violated: " + violations + ", ends " + ends + ", aborts " + aborts;
    }
    return ends == 1 ? "ended" : aborts == 1 ? "aborted" : "open";
  }
}
