package dev.tidings.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Where a session writes: a host's response whose status and headers have been set.
 *
 * <p>A sink tells whether it is ready; it does not tell when a write is done. All calls but {@link
 * #abort} come one after the other, in the session's turns, never on a thread of the host's. So a
 * sink needs no lock of its own between them. An {@link IOException} tells the session that the
 * client is gone; what else {@link #ready} or {@link #write} throws ends it as {@link
 * SessionEnd#FAULT}, and what the calls that end the response throw is logged.
 */
public interface Sink {
  /**
   * The sink begins; the session calls this once, before anything else, on the thread that opened
   * it. What it throws comes out of the opening, and the session has ended.
   *
   * @param ready is to be run whenever {@link #ready} may have become true after it was false; it
   *     is quick on any thread, also during a call of the session's, and may be run too often
   * @param gone is to be told when the client left, other than by an exception; it is quick on any
   *     thread
   */
  void start(Runnable ready, Consumer<Throwable> gone);

  /**
   * Whether everything that was written has left for the client, as far as the host can tell, and a
   * write would be taken at once. When this returns false, {@code ready} is run later.
   *
   * @throws IOException if the client is gone
   */
  boolean ready() throws IOException;

  /**
   * The sink sends the bytes on their way without delay. The session calls this only when the sink
   * is ready.
   *
   * @param bytes the sink's to read until it is ready again; they are shared and must not be
   *     changed, and have an accessible array
   * @throws IOException if the client is gone
   */
  void write(ByteBuffer bytes) throws IOException;

  /** The sink ends the response in order; no call but {@link #abort} follows. */
  void end();

  /**
   * The sink ends the response because the process stops, before its end: in words of its own where
   * the wire has some that no client takes for the end, otherwise as {@link #abort} does. The
   * session calls this in a turn, when everything that was written has left; no call but {@link
   * #abort} follows.
   */
  default void goAway() {
    abort();
  }

  /**
   * The sink ends the response at once, before its end: if the sink {@link #breaks}, so that no
   * client can take it for the end. Any thread calls this, at any time, also during a write, which
   * is then to fail, or during an end that hangs. It waits for nothing, and does nothing once the
   * response has ended.
   */
  void abort();

  /**
   * Whether {@link #write} holds its thread until the client has taken the bytes. Such a sink is
   * always ready, and its session has its turns where they may block.
   */
  default boolean blocking() {
    return false;
  }

  /**
   * How much longer than others the sink may take nothing before its client is cut off: for a wire
   * that is told only when all of a large message has been taken. Any thread asks.
   */
  default Duration extraTime() {
    return Duration.ZERO;
  }

  /** Whether {@link #abort} breaks the connection; false where the host offers no way to. */
  default boolean breaks() {
    return true;
  }
}
