package dev.tidings.openai;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/**
 * Breaks off a stream that brings too many bytes without an event ending: a line without an end, or
 * comments without a pause. The reader above buffers whole lines, so somebody must count.
 */
final class BoundedSource extends ForwardingSource {
  private final long limit;
  private long sinceEvent;

  BoundedSource(Source source, long limit) {
    super(source);
    this.limit = limit;
  }

  /** An event has ended: counts from zero again. */
  void eventEnded() {
    sinceEvent = 0;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long read = super.read(sink, byteCount);
    if (read > 0) {
      sinceEvent += read;
    }
    if (sinceEvent > limit) {
      throw new IOException("more than " + limit + " bytes without the end of an event");
    }
    return read;
  }
}
