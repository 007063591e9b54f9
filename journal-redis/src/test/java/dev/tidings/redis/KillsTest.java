package dev.tidings.redis;

import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.testkit.server.RedisServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Workers and Redis are killed, paused and started again at random, while readers in two other
 * processes' places follow every task. How often is the system property {@code tidings.kills}, a
 * dozen times unless given; {@code tidings.seed} repeats a run. Where {@code tidings.link} names a
 * network namespace and its device, {@code space,device}, Redis lives there, and its network is cut
 * too.
 */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class KillsTest {
  private static final int KILLS = Integer.getInteger("tidings.kills", 12);
  private static final int WORKERS = 2;

  private static final @Nullable String LINK = System.getProperty("tidings.link");

  private final long seed = Long.getLong("tidings.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final List<String> owners = new ArrayList<>();
  private final Map<String, Integer> faults = new HashMap<>();

  /** A fault comes at a moment that nothing else decides, so time has to pass. */
  private void pass(int mostMillis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(random.nextInt(mostMillis), TimeUnit.MILLISECONDS))
        .isFalse();
  }

  private void fault(RedisServer redis) throws Exception {
    int victim = random.nextInt(WORKERS);
    int kind = random.nextInt(LINK == null ? 100 : 130);
    String name;
    if (kind < 50) {
      name = "worker killed";
      workers.get(victim).kill();
      workers.set(victim, worker(redis));
    } else if (kind < 70) {
      name = "worker paused";
      workers.get(victim).pause();
      pass(2 * (int) WorkerMain.LEASE.toMillis());
      workers.get(victim).resume();
    } else if (kind < 85) {
      name = "Redis paused";
      redis.pause();
      pass(2 * (int) WorkerMain.LEASE.toMillis());
      redis.resume();
    } else if (kind < 100) {
      name = "Redis killed";
      redis.kill();
      pass(500);
      redis.startAgain();
    } else {
      name = "network cut";
      link("down");
      pass(2 * (int) WorkerMain.LEASE.toMillis());
      link("up");
    }
    faults.merge(name, 1, Integer::sum);
  }

  private static void link(String state) throws Exception {
    String[] place = Objects.requireNonNull(LINK).split(",", -1);
    Process ip =
        new ProcessBuilder("ip", "-n", place[0], "link", "set", place[1], state)
            .inheritIO()
            .start();
    assertThat(ip.waitFor()).as("ip link set " + state).isZero();
  }

  private WorkerProcess worker(RedisServer redis) throws Exception {
    WorkerProcess worker = WorkerProcess.start(redis.address(), random.nextLong());
    owners.add(worker.owner());
    return worker;
  }

  @Test
  void nobodyMissesOrRepeatsAnythingWhateverIsKilled() throws Exception {
    RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
    try (Reader one = new Reader(redis.address());
        Reader two = new Reader(redis.address())) {
      for (int i = 0; i < WORKERS; i++) {
        workers.add(worker(redis));
      }
      for (int i = 0; i < KILLS; i++) {
        fault(redis);
        one.followNew(workers);
        two.followNew(workers);
        pass(1_000);
      }
      one.followNew(workers);
      for (WorkerProcess worker : workers) {
        worker.kill();
      }
      try (Reader last = new Reader(redis.address())) {
        check(one, two, last);
      }
    } catch (Exception | AssertionError fault) {
      throw new AssertionError("with -Dtidings.seed=" + seed + " after " + faults, fault);
    } finally {
      for (WorkerProcess worker : workers) {
        worker.kill();
      }
      redis.close();
    }
  }

  private void check(Reader one, Reader two, Reader last) throws Exception {
    Map<String, Integer> ends = new HashMap<>();
    for (String owner : owners) {
      for (String task : tasks(last, owner)) {
        List<ProgressEvent> whole = awaitUntil(() -> last.whole(task), "the end of " + task);
        ends.merge(checkWhole(task, whole), 1, Integer::sum);
        for (Reader reader : List.of(one, two)) {
          checkTold(task, reader.told().get(task), whole);
        }
      }
    }
    assertThat(ends.getOrDefault("completed", 0)).as("tasks that ended well").isPositive();
    System.out.println("Kills: " + faults + "; tasks: " + ends);
  }

  /** A worker that was killed at once may have none; the store is there by now. */
  private static List<String> tasks(Reader reader, String owner) throws Exception {
    return await(reader.hub().tasks(owner));
  }

  /** Numbers without a gap, one end, and a text that counts; tells how it ended. */
  private static String checkWhole(String task, List<ProgressEvent> whole) {
    for (int i = 0; i < whole.size(); i++) {
      assertThat(whole.get(i).sequence()).as(task).isEqualTo(i + 1);
      assertThat(whole.get(i).terminal()).as(task).isEqualTo(i == whole.size() - 1);
    }
    StringBuilder text = new StringBuilder();
    whole.forEach(event -> text.append(event instanceof Text piece ? piece.text() : ""));
    StringBuilder count = new StringBuilder();
    for (int i = 0; count.length() < text.length(); i++) {
      count.append(i).append(' ');
    }
    assertThat(count.toString()).as(task).isEqualTo(text.toString());
    ProgressEvent end = whole.get(whole.size() - 1);
    if (end instanceof Completed completed) {
      assertThat(completed.result().response()).as(task).isEqualTo(text.toString());
      return "completed";
    }
    return ((Failed) end).failure().code().wireName();
  }

  /** What a reader was told is what the store has, from the beginning. */
  private static void checkTold(
      String task, @Nullable List<ProgressEvent> told, List<ProgressEvent> whole) {
    if (told == null) {
      return;
    }
    awaitUntil(
        () -> {
          synchronized (told) {
            return told.size() >= whole.size() ? true : null;
          }
        },
        "the rest of " + task + " at a reader");
    synchronized (told) {
      assertThat(told).as(task).isEqualTo(whole);
    }
  }
}
