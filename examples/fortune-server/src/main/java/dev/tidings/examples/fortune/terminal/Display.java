package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.Connection;
import dev.tidings.client.TaskEvent;

/** Where a task is shown. Events come from one thread, notes from any. */
interface Display extends AutoCloseable {
  /** The task has its id. */
  void task(String taskId);

  /** The next event of the task. */
  void event(TaskEvent event);

  /** How the connection stands. */
  void connection(Connection connection);

  /** A sentence of the client's own. */
  void note(String sentence);

  /** Nothing follows. */
  @Override
  void close();
}
