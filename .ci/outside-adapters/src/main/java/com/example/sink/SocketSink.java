package com.example.sink;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Writes to the stream of a socket, which blocks. */
public final class SocketSink implements Sink {
  private final OutputStream body;
  private final Runnable cut;

  /**
   * A sink of a response whose head was written.
   *
   * @param body its body; closing it ends the response
   * @param cut closes the socket
   */
  public SocketSink(OutputStream body, Runnable cut) {
    this.body = body;
    this.cut = cut;
  }

  @Override
  public void start(Runnable ready, Consumer<Throwable> gone) {
    // It is always ready, and a write tells whether the client is there.
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    body.flush();
  }

  @Override
  public void end() {
    try {
      body.close();
    } catch (IOException gone) {
      // Nobody is there to be told.
    }
  }

  @Override
  public void abort() {
    cut.run();
  }

  @Override
  public boolean blocking() {
    return true;
  }
}
