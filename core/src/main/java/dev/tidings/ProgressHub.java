package dev.tidings;

import dev.tidings.journal.JournalUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where a host starts tasks and finds them again. A finished task is kept for the retention, so
 * that late watchers still get its whole story; an unfinished one is kept until it ends. A hub
 * comes from its {@linkplain #builder() builder}; hosts do not implement this interface. Any thread
 * may call it, several at a time.
 *
 * <p>How many tasks are kept is bounded, and how many bytes of heap they hold ({@link
 * ProgressHubBuilder#maxTasks}, {@link ProgressHubBuilder#maxBytes}). Over a bound, finished tasks
 * go before their retention has passed: those of the {@linkplain Task#owner owner} who has most,
 * the oldest first. So nobody loses a task to somebody who has more of what there is too much of,
 * as long as that one has a finished task. All tasks without an owner count as one owner's. An
 * unfinished task never goes, and may make finished ones go by what it appends; where these alone
 * fill a bound, {@link #start} refuses.
 *
 * <p>The hub has few threads of its own, all daemons, named {@code tidings-…}, started when they
 * are needed and gone when they were not for a while: two that wake readers, encode events and
 * write to sinks that are ready; up to 256 for what may block, which are listeners, sinks that
 * block, and what a task that ran out of time has to stop; one for the time; and one that breaks
 * connections. An executor that the host gives takes the place of the first two groups. The
 * workers' threads only append.
 *
 * <p>It is not promised that a listener is called before the tracker's method returns, that events
 * outlive the process, or that events of different tasks have any order.
 */
public interface ProgressHub extends AutoCloseable {
  /** A new builder with the defaults. */
  static ProgressHubBuilder builder() {
    return new ProgressHubBuilder();
  }

  /** A hub for tasks of those stages, with the defaults. */
  static ProgressHub of(StageModel stages) {
    return builder().stages(stages).build();
  }

  /**
   * The hub accepts the task and appends its first event. With a journal the call waits until the
   * task is stored there, at most two seconds; without one it never waits.
   *
   * @return the worker's side of the task
   * @throws IllegalArgumentException if the hub has a task of that id, or the task has a deadline
   *     for a stage that the hub's model lacks
   * @throws HubFullException if unfinished tasks alone fill one of the hub's bounds
   * @throws IllegalStateException if the hub is closed, or it has a journal and this is a thread of
   *     its own, which must not wait
   * @throws JournalUnavailableException if the journal did not answer in time, or at once while it
   *     is away; the task has not started then
   */
  ProgressTracker start(Task task);

  /**
   * The hub accepts the task as {@link #start} does, and the call never waits.
   *
   * @return completes by the hub's threads for what may block, or the executor given in their
   *     place; fails with what {@link #start} throws
   */
  CompletionStage<ProgressTracker> startAsync(Task task);

  /**
   * The task of that id, wherever it runs, as it is after this call; empty if there was none, or it
   * was evicted. With a journal the call waits for it, at most two seconds; without one it never
   * waits.
   *
   * @throws IllegalStateException if the hub has a journal and this is a thread of its own
   * @throws JournalUnavailableException if the journal did not answer in time, or at once while it
   *     is away
   */
  Optional<TaskView> find(String id);

  /**
   * The task of that id, as for {@link #find}, without waiting.
   *
   * @return completes by the hub's threads for what may block, or the executor given in their
   *     place; fails with a {@link JournalUnavailableException} if the journal did not answer in
   *     time
   */
  CompletionStage<Optional<TaskView>> findAsync(String id);

  /**
   * The task of that id ends as cancelled, wherever it runs. The work of a task of this hub's is
   * stopped, on the calling thread, before the call returns.
   *
   * @return completes with whether this call ended it, once whoever finds the task sees that; false
   *     if there is none, or it had ended. It fails with a {@link JournalUnavailableException} if
   *     the journal did not answer in time.
   */
  CompletionStage<Boolean> cancel(String id);

  /**
   * The task of that id ends as cancelled, as for {@link #cancel(String)}, for a reason that
   * everybody who watches is told in place of the usual sentence.
   *
   * @param reason a sentence for people; it holds no secret
   * @return as for {@link #cancel(String)}
   */
  CompletionStage<Boolean> cancel(String id, Message reason);

  /**
   * The ids of the tasks of that owner, finished ones that can still be found included, in any
   * order.
   *
   * @return completes by the hub's threads for what may block, or the executor given in their
   *     place, with a journal, and at once without one; fails with a {@link
   *     JournalUnavailableException} if the journal did not answer in time
   */
  CompletionStage<List<String>> tasks(String owner);

  /**
   * The unfinished tasks of that owner that run in this process, in any order. The call never
   * waits.
   *
   * @return those that have no end here; with a journal another process may know one already, which
   *     {@link #find} asks for
   */
  List<TaskView> running(String owner);

  /**
   * The hub forgets a task everywhere: an unfinished one is cancelled first; then its id is free.
   *
   * @return fails with a {@link JournalUnavailableException} if the journal did not answer in time;
   *     what was not done then can be asked for again
   */
  CompletionStage<Void> forget(String id);

  /**
   * The epoch tells the runs of the process apart: it is new for each hub, but the same for all
   * that share a journal; 1 to 32 letters and digits. The epoch of each task begins with it.
   */
  String epoch();

  /** The stages of this hub's tasks. */
  StageModel stages();

  /** Whether the journal takes anything now, as far as it knows; true without one. */
  boolean journalAvailable();

  /** How many tasks are kept now, finished ones included. */
  int size();

  /**
   * How much heap the tasks that are kept hold, in bytes, by estimate: their logs, texts, ends and
   * attributes, and for an unfinished one up to a quarter more than that, for what it appends next.
   * Texts of Latin letters only count double. What clients' streams hold is not in it.
   */
  long bytes();

  /** How much that may be; see {@link ProgressHubBuilder#maxBytes}. */
  long maxBytes();

  /**
   * The hub ends every unfinished task as {@code shutdown} and accepts no new one. Finished tasks
   * can still be found and read, and what streams them goes on until it is closed itself. The hub
   * is to be closed before the executor it was given.
   *
   * <p>With a journal the call waits until the ends are stored there, at most five seconds, and
   * closes it. Streams of a task whose end could not be stored are cut: its end comes from another
   * process.
   */
  @Override
  void close();
}
