package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Sink;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A real server on a port of its own whose every response becomes a sink for the test. */
public abstract class SinkServer implements AutoCloseable {
  private final BlockingQueue<Sink> sinks = new LinkedBlockingQueue<>();

  /** Where it listens. */
  public abstract int port();

  /** Hands a response's sink to the test. */
  protected final void opened(Sink sink) {
    sinks.add(sink);
  }

  /** The sink of the next response. */
  public final Sink nextSink() throws InterruptedException {
    Sink sink = sinks.poll(20, SECONDS);
    if (sink == null) {
      throw new AssertionError("no request within 20 s");
    }
    return sink;
  }

  /** Waits until no connection and no request is left on the server's side. */
  public abstract void awaitNoConnection() throws InterruptedException;

  @Override
  public abstract void close();
}
