package dev.tidings.redis;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.journal.JournalUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that works on many tasks at once until it is killed. What a task says is a count, so
 * that whoever reads it sees what is missing or doubled.
 */
final class WorkerMain {
  static final Duration LEASE = Duration.ofSeconds(2);

  private static final int AT_A_TIME = 20;

  private WorkerMain() {}

  /**
   * Begins.
   *
   * @param arguments the address of Redis, and a seed
   */
  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[1]));
    String owner = owner(arguments[1]);
    ProgressHub hub = hub(arguments[0]);
    System.out.println("works");
    List<Work> all = new ArrayList<>();
    while (!System.out.checkError()) {
      if (all.size() < AT_A_TIME) {
        begin(hub, random, owner, all);
      }
      all.removeIf(Work::goOn);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** Whose tasks a worker with that seed has. */
  static String owner(String seed) {
    return "load " + seed;
  }

  static ProgressHub hub(String address) {
    return ProgressHub.builder()
        .journal(
            RedisJournal.builder(address)
                .lease(LEASE)
                .timeout(Duration.ofMillis(500))
                .retention(Duration.ofHours(1))
                .build())
        .build();
  }

  private static void begin(ProgressHub hub, Random random, String owner, List<Work> all) {
    try {
      Task task = Task.create("task_" + UUID.randomUUID()).owner(owner);
      all.add(new Work(hub.start(task), 20 + random.nextInt(200)));
    } catch (JournalUnavailableException away) {
      // Redis is being killed, too; the next round tries again.
    }
  }

  private static final class Work {
    private final ProgressTracker tracker;
    private final int length;
    private final StringBuilder said = new StringBuilder();
    private int count;

    Work(ProgressTracker tracker, int length) {
      this.tracker = tracker;
      this.length = length;
    }

    /** Says a little more; whether it is over. */
    boolean goOn() {
      if (tracker.cancellation().requested()) {
        return true;
      }
      if (count % 50 == 0) {
        tracker.update(Stage.GENERATING_LLM, 65 + count / 10, Message.text("goes on"));
      }
      String next = count++ + " ";
      said.append(next);
      tracker.token(next);
      if (count < length) {
        return false;
      }
      boolean unused = tracker.complete(TaskResult.of(said.toString()));
      return true;
    }
  }
}
