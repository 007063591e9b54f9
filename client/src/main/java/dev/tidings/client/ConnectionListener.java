package dev.tidings.client;

/** Is told how followings stand with their server. */
@FunctionalInterface
public interface ConnectionListener {
  /**
   * A change. Called on the thread that follows the task, between two of its events; what it throws
   * is logged.
   */
  void onConnection(String taskId, Connection connection);
}
