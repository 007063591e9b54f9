package dev.tidings.testkit.sink;

import dev.tidings.stream.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The plainest sink: writes to a stream that blocks. */
class StreamSink implements Sink {
  final OutputStream body;
  final Runnable cut;

  StreamSink(OutputStream body, Runnable cut) {
    this.body = body;
    this.cut = cut;
  }

  @Override
  public void start(Runnable ready, Consumer<Throwable> gone) {}

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
