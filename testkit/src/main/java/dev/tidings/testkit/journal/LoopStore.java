package dev.tidings.testkit.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import dev.tidings.journal.Journal.Answer;
import dev.tidings.journal.Journal.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What hubs of one JVM share as if they were on several machines: it keeps bytes, and gives copies
 * of them. Each hub has a {@link LoopJournal} of its own. It is thread-safe.
 */
public final class LoopStore {
  /** So many batches of a page, to have readers ask for more. */
  private static final int PAGE = 16;

  /** What makes two batches the very same. */
  private record Key(String writer, long first, boolean end) {
    static Key of(Batch batch) {
      return new Key(batch.writer(), batch.first(), batch.end());
    }
  }

  private static final class StoredTask {
    private final @Nullable String owner;
    private final LoopJournal begunBy;
    private final List<Batch> batches = new ArrayList<>();

    /** The number of the last event of each batch. */
    private final List<Long> ends = new ArrayList<>();

    private final Set<Key> keys = new HashSet<>();
    private long last;
    private boolean ended;
    private Instant endedAt = Instant.MAX;

    StoredTask(@Nullable String owner, LoopJournal begunBy) {
      this.owner = owner;
      this.begunBy = begunBy;
    }
  }

  private final String mark;

  @GuardedBy("this")
  private final Map<String, StoredTask> tasks = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<LoopJournal, Map<String, Integer>> followed = new LinkedHashMap<>();

  private final Duration retention;
  private final InstantSource clock;

  private LoopStore(String mark, Duration retention, InstantSource clock) {
    this.mark = mark;
    this.retention = retention;
    this.clock = clock;
  }

  /** An empty store with the mark {@code loop}, which forgets nothing by itself. */
  public static LoopStore create() {
    return create(Duration.ofDays(36_500), InstantSource.system());
  }

  /** The same, which forgets a task when it has ended so long ago. */
  public static LoopStore create(Duration retention, InstantSource clock) {
    return new LoopStore("loop", retention, clock);
  }

  /** The task of that id, unless its time is over. */
  @GuardedBy("this")
  private @Nullable StoredTask known(String task) {
    StoredTask known = tasks.get(task);
    if (known != null && known.ended && !clock.instant().isBefore(known.endedAt.plus(retention))) {
      tasks.remove(task);
      return null;
    }
    return known;
  }

  /** A journal on this store that answers at once, on the thread that calls, and never fails. */
  public LoopJournal connect() {
    return connect(Runnable::run, LoopFaults.none());
  }

  /**
   * A journal on this store.
   *
   * @param way runs what arrives, calls and answers and hints each by itself; it may delay them and
   *     change their order
   * @param faults what goes wrong on the way
   */
  public LoopJournal connect(Executor way, LoopFaults faults) {
    LoopJournal journal = new LoopJournal(this, way, faults);
    synchronized (this) {
      followed.put(journal, new HashMap<>());
    }
    return journal;
  }

  /**
   * The store ends what journals left that have {@linkplain LoopJournal#die died} or were closed,
   * as {@code task_lost}: what a real store does after a time.
   *
   * @param epochMillis what the time is
   */
  public void reap(long epochMillis) {
    List<String> left;
    synchronized (this) {
      left =
          tasks.entrySet().stream()
              .filter(each -> !each.getValue().ended && !each.getValue().begunBy.isOpen())
              .map(Map.Entry::getKey)
              .toList();
    }
    Entry.Broke lost = new Entry.Broke(epochMillis, TaskFailure.of(FailureCode.TASK_LOST));
    left.forEach(task -> append(task, Batch.of("reaper", lost)));
  }

  String mark() {
    return mark;
  }

  Answer begin(LoopJournal by, String task, Optional<String> owner, Batch first) {
    synchronized (this) {
      StoredTask known = known(task);
      if (known != null) {
        return known.batches.get(0).isSameAs(first) ? Answer.STORED : Answer.TAKEN;
      }
      StoredTask begun = new StoredTask(owner.orElse(null), by);
      tasks.put(task, begun);
      store(begun, first);
    }
    return Answer.STORED;
  }

  Answer append(String task, Batch batch) {
    List<LoopJournal> interested = new ArrayList<>();
    synchronized (this) {
      StoredTask known = known(task);
      if (known == null) {
        return Answer.GONE;
      }
      if (known.keys.contains(Key.of(batch))) {
        return Answer.STORED;
      }
      if (known.ended) {
        return Answer.ENDED;
      }
      if (batch.first() != 0 && batch.first() != known.last + 1) {
        return Answer.TAKEN;
      }
      store(known, batch);
      followed.forEach(
          (journal, ids) -> {
            if (ids.containsKey(task) || journal == known.begunBy) {
              interested.add(journal);
            }
          });
    }
    interested.forEach(journal -> journal.hint(task, batch));
    return Answer.STORED;
  }

  @GuardedBy("this")
  private void store(StoredTask task, Batch batch) {
    task.batches.add(copy(batch));
    task.keys.add(Key.of(batch));
    task.last += batch.count();
    task.ends.add(task.last);
    task.ended = batch.end();
    task.endedAt = clock.instant();
  }

  private static Batch copy(Batch batch) {
    return new Batch(
        batch.first(), batch.count(), batch.writer(), batch.end(), batch.bytes().clone());
  }

  synchronized Optional<Page> read(String task, long after) {
    StoredTask known = known(task);
    if (known == null) {
      return Optional.empty();
    }
    int place = Collections.binarySearch(known.ends, after + 1);
    int from = place < 0 ? -place - 1 : place;
    int to = Math.min(known.batches.size(), from + PAGE);
    List<Batch> batches = known.batches.subList(from, to).stream().map(LoopStore::copy).toList();
    boolean more = to < known.batches.size();
    return Optional.of(new Page(batches, more));
  }

  synchronized void follow(LoopJournal journal, String task) {
    Map<String, Integer> ids = followed.get(journal);
    if (ids != null) {
      ids.merge(task, 1, Integer::sum);
    }
  }

  synchronized void unfollow(LoopJournal journal, String task) {
    Map<String, Integer> ids = followed.get(journal);
    if (ids != null) {
      ids.computeIfPresent(task, (id, times) -> times == 1 ? null : times - 1);
    }
  }

  synchronized void disconnect(LoopJournal journal) {
    followed.remove(journal);
  }

  synchronized List<String> tasks(String owner) {
    List.copyOf(tasks.keySet()).forEach(this::known);
    return tasks.entrySet().stream()
        .filter(each -> owner.equals(each.getValue().owner))
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized void forget(String task) {
    tasks.remove(task);
  }
}
