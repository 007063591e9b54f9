package dev.tidings.sse;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A sink writes to a stream that blocks, as any host has one. A write holds a thread of the hub's
 * until the client has taken it; the hub has threads of their own for such sinks.
 */
public final class OutputStreamSink implements Sink {
  private final OutputStream out;
  private final Runnable abort;
  private final boolean breaks;

  private OutputStreamSink(OutputStream out, Runnable abort, boolean breaks) {
    this.out = Objects.requireNonNull(out, "out");
    this.abort = Objects.requireNonNull(abort, "abort");
    this.breaks = breaks;
  }

  /**
   * A sink of that stream on a host that can break the connection under it.
   *
   * @param cut breaks the connection, from any thread and without waiting, so that a write that
   *     hangs fails and the client sees no end
   */
  public static OutputStreamSink of(OutputStream out, Runnable cut) {
    return new OutputStreamSink(out, cut, true);
  }

  /**
   * A sink of that stream on a host that cannot break a connection, such as the JDK's own server. A
   * session that must be cut is over at once; a write that hangs holds its thread until TCP gives
   * the client up, and a client that is not stuck sees the response end in order.
   *
   * @param close closes the response; it must return at once, so it hands over what may wait
   */
  public static OutputStreamSink unbreakable(OutputStream out, Runnable close) {
    return new OutputStreamSink(out, close, false);
  }

  @Override
  public void start(Runnable ready, Consumer<Throwable> gone) {}

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    try {
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
    } catch (RuntimeException broken) {
      throw new IOException("the host's stream failed", broken);
    }
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public boolean breaks() {
    return breaks;
  }

  @Override
  public void end() {
    try {
      out.close();
    } catch (IOException | RuntimeException gone) {
      // The client left before the end of the response: there is nobody to tell.
    }
  }

  @Override
  public void abort() {
    abort.run();
  }
}
