package dev.tidings.testkit.sink;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A real server on a loopback port of its own. Whatever a client asks, it answers with status 200
 * and a body that ends in order or breaks, such as one in chunks, and hands the body's sink to the
 * test with {@link #opened}. A subclass brings the server.
 */
public abstract class SinkServer implements AutoCloseable {
  private final BlockingQueue<Sink> sinks = new LinkedBlockingQueue<>();

  /** The constructor is for subclasses. */
  protected SinkServer() {}

  /** The port that it listens on. */
  public abstract int port();

  /** The server hands a response's sink to the test with this call, once its head was set. */
  protected final void opened(Sink sink) {
    sinks.add(sink);
  }

  /**
   * The call waits for the next response, 20 seconds at most.
   *
   * @return its sink, which nobody has started
   */
  public final Sink nextSink() throws InterruptedException {
    Sink sink = sinks.poll(20, SECONDS);
    if (sink == null) {
      throw new AssertionError("no request within 20 s");
    }
    return sink;
  }

  /**
   * The call waits until no connection and no request is left on the server's side, 20 seconds at
   * most. A server that cannot tell returns at once: then only what its clients see is tested.
   *
   * @throws AssertionError if one is left
   */
  public abstract void awaitNoConnection() throws InterruptedException;

  /** The server stops and closes its connections. */
  @Override
  public abstract void close();
}
