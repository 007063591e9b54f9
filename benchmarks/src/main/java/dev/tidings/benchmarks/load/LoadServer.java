package dev.tidings.benchmarks.load;

/** A server under load: clients GET {@code /stream/<number>}. */
interface LoadServer {
  /** Starts it; returns its port. */
  int start() throws Exception;

  /** Makes one event of a task, from the one thread that makes them. */
  void event(int task, String message) throws Exception;

  /** Whether so much was delivered that more may be made; for scenarios without a rate. */
  default boolean wantsMore(long made) {
    return true;
  }

  /** Sends every client its last event and ends its stream. */
  void end() throws Exception;
}
