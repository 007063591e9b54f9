package dev.tidings.sse;

import java.nio.ByteBuffer;

/**
 * Where a session writes: a host's response whose status and headers have been set. A session makes
 * one call at a time, and no write before the one before has completed; {@link #abort} alone may
 * come at any time, from any thread.
 */
public interface SseSink {
  /**
   * Is told how a write ended; exactly one of the two, once, on any thread, also during the call.
   */
  interface Completion {
    /** The bytes have left for the client, as far as the host can tell, and more may be written. */
    void written();

    /** The client cannot be written to any more. */
    void failed(Throwable cause);
  }

  /**
   * Writes the bytes and sends them on their way without delay.
   *
   * @param frames the sink's to read until the write has completed; its bytes are shared and must
   *     not be changed
   */
  void write(ByteBuffer frames, Completion completion);

  /** Ends the response in order. No call but {@link #abort} follows. Never throws. */
  void close();

  /** Cuts the connection off without waiting for anything. Never throws. */
  void abort();

  /** Whether {@link #write} may hold its thread until the client has read. */
  default boolean blocking() {
    return false;
  }

  /** Has the action run when the sink learns, other than by a write, that the client is gone. */
  default void onGone(Runnable action) {}
}
