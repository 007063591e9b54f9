package dev.tidings.client;

/** A listener is told how followings stand with their server. */
@FunctionalInterface
public interface ConnectionListener {
  /**
   * A following stands otherwise than before. The thread that follows the task calls this, between
   * two of its events; what the listener throws is logged.
   */
  void onConnection(String taskId, Connection connection);
}
