package dev.tidings.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that may not go on for ever, and that tells of each sign of life. */
final class BoundedBody extends FilterInputStream {
  private final long limit;
  private final Runnable life;
  private long count;
  private boolean ended;

  /**
   * A body.
   *
   * @param limit how many bytes it may have
   * @param life runs, on the reading thread, when some have come
   */
  BoundedBody(InputStream in, long limit, Runnable life) {
    super(in);
    this.limit = limit;
    this.life = life;
  }

  /** Whether its end has come. */
  boolean ended() {
    return ended;
  }

  /** How many bytes have come. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    ended = read < 0;
    count += Math.max(0, read);
    if (count > limit) {
      throw new IOException("the answer has more than " + limit + " bytes");
    }
    life.run();
    return read;
  }
}
