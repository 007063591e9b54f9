package dev.tidings.sse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Writes to a stream that blocks, as any host has one. A write holds a thread of the hub's executor
 * until the client has taken it.
 */
public final class OutputStreamSink implements SseSink {
  private final OutputStream out;
  private final Runnable cut;

  /**
   * A sink of that stream.
   *
   * @param cut cuts the connection off from another thread, so that a write that hangs ends
   */
  public OutputStreamSink(OutputStream out, Runnable cut) {
    this.out = Objects.requireNonNull(out, "out");
    this.cut = Objects.requireNonNull(cut, "cut");
  }

  @Override
  public void write(ByteBuffer frames, Completion completion) {
    try {
      out.write(frames.array(), frames.arrayOffset() + frames.position(), frames.remaining());
      out.flush();
    } catch (IOException | RuntimeException broken) {
      completion.failed(broken);
      return;
    }
    completion.written();
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException | RuntimeException gone) {
      // The client left before the end of the response: there is nobody to tell.
    }
  }

  @Override
  public void abort() {
    cut.run();
  }
}
