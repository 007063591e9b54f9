package dev.tidings.testkit.use;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import java.util.List;

/** A host's own work, as small as it can be: something is done with each row. */
final class ImportJob {
  private final List<String> rows;

  ImportJob(List<String> rows) {
    this.rows = rows;
  }

  void run(ProgressTracker task) {
    for (int i = 0; i < rows.size(); i++) {
      task.cancellation().check();
      task.update(Stage.PROCESSING, 100 * i / rows.size(), Message.text(rows.get(i)));
    }
    task.complete(TaskResult.of(rows.size() + " rows"));
  }
}
