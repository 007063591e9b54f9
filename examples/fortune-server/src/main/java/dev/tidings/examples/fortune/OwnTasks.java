package dev.tidings.examples.fortune;

import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import java.util.Optional;

/**
 * The tasks as one user may see them. The owner is asked of the very task that is then shown, so
 * neither an eviction nor an id that is used again shows anybody another's.
 */
final class OwnTasks {
  private final ProgressHub hub;

  OwnTasks(ProgressHub hub) {
    this.hub = hub;
  }

  /**
   * The user's task of that id; empty if there is none.
   *
   * @throws Problem 403 if it is not known to be the user's
   */
  Optional<TaskView> find(String id, Identity identity) {
    Optional<TaskView> task = hub.find(id);
    task.ifPresent(found -> requireOwner(found, identity));
    return task;
  }

  /** Refuses a task that is not known to be the user's. */
  static void requireOwner(TaskView task, Identity identity) {
    if (!task.owner().equals(Optional.of(identity.user()))) {
      throw Problem.forbidden();
    }
  }
}
