package dev.tidings.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.TaskView;
import dev.tidings.journal.JournalUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that reads all tasks as they grow, and keeps what it was told. */
final class Reader implements AutoCloseable {
  private static final int PATIENCE = 10;

  private final ProgressHub hub;
  private final ConcurrentMap<String, List<ProgressEvent>> told = new ConcurrentHashMap<>();

  Reader(String address) {
    hub = WorkerMain.hub(address);
  }

  /** Follows the tasks of theirs that are new; while the store is away, none. */
  void followNew(List<WorkerProcess> workers) throws Exception {
    for (WorkerProcess worker : workers) {
      for (String task : tasks(worker.owner())) {
        if (!told.containsKey(task)) {
          follow(task);
        }
      }
    }
  }

  List<String> tasks(String owner) throws Exception {
    try {
      return hub.tasks(owner).toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException away) {
      assertThat(away).hasCauseInstanceOf(JournalUnavailableException.class);
      return List.of();
    }
  }

  private void follow(String task) {
    try {
      hub.find(task)
          .ifPresent(
              view -> {
                List<ProgressEvent> events = new ArrayList<>();
                told.put(task, events);
                var unused =
                    view.subscribe(
                        (source, event) -> {
                          synchronized (events) {
                            events.add(event);
                          }
                        });
              });
    } catch (JournalUnavailableException away) {
      // The next round tries again.
    }
  }

  ProgressHub hub() {
    return hub;
  }

  /** What it was told of each task. */
  Map<String, List<ProgressEvent>> told() {
    return told;
  }

  /** The whole of a task as the store has it; null if that is not to be had now, or no end is. */
  @Nullable List<ProgressEvent> whole(String task) {
    try {
      TaskView view = hub.find(task).orElseThrow();
      return view.terminalSequence() == 0
          ? null
          : view.cursor(Position.START).read(Integer.MAX_VALUE);
    } catch (JournalUnavailableException away) {
      return null;
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
