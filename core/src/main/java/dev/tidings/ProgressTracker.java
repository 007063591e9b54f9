package dev.tidings;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Map;

/**
 * The worker's side of a task: each call appends to the task's log, or with a journal to what waits
 * for it. Any thread may call, and none waits for a reader or for the journal. The call that ends
 * the task runs, on its own thread and outside any lock, what the work has registered with {@link
 * #cancellation()}, and tells the hub's {@link HubObserver}. Once the task has ended, further calls
 * change nothing; the observer is told of each.
 */
public interface ProgressTracker {
  /** The watcher's side of the same task. */
  TaskView view();

  /** The stages of the task, as its hub was given them. */
  StageModel stages();

  /**
   * The call reports progress.
   *
   * @param stage where the work is; an earlier stage than the current one counts as the current one
   * @param percent of the whole task, 0 to 100; one lower than before counts as the one before, and
   *     100 as 99, because only {@link #complete} reaches 100
   * @throws IllegalArgumentException if the percent is out of range, or the stage is unknown to the
   *     hub's {@link StageModel} or is queued or completed
   */
  void update(Stage stage, int percent, Message message);

  /**
   * The call enters a stage at the percent where the {@link StageModel} begins it. The handle is
   * for a try-with-resources; closing it appends nothing.
   *
   * @throws IllegalArgumentException as for {@link #update}
   */
  StageProgress enter(Stage stage);

  /** The call enters a stage with a message of its own; see {@link #enter(Stage)}. */
  StageProgress enter(Stage stage, Message message);

  /** The call appends a message without progress: the stage and the percent stay. */
  void note(Message message);

  /**
   * The call appends a piece of the answer, unaltered. A high surrogate at the end waits for its
   * other half. An empty text changes nothing.
   */
  void token(String text);

  /**
   * The call appends a fact that is neither progress nor answer, such as the sources that were
   * found. Everybody who watches is told each fact, in its place among the other events; whoever
   * has to be told the state instead of the events (see {@link ProgressEvent.Resync}) is given the
   * newest values of the {@value TaskSnapshot#MOST_NAMES} names that were told last.
   *
   * <p>Facts are kept whole as long as the task is, so there is a bound to what those of one task
   * hold together ({@link ProgressHubBuilder#factBytes}). A fact that would pass it is refused,
   * like whatever comes after the end; the work goes on.
   *
   * @param name what kind of fact; see {@link Fact} for its form
   * @param values the fact, of which a copy is taken at once; see {@link Fact} for what it may hold
   * @return whether it was appended; false if the task had ended, or its facts fill their bound
   * @throws IllegalArgumentException if the name or the values are not what a {@link Fact} may hold
   */
  @CanIgnoreReturnValue
  boolean data(String name, Map<String, ?> values);

  /**
   * The call ends the task with a result.
   *
   * @return whether this call ended it; false if it had ended before
   */
  boolean complete(TaskResult result);

  /**
   * The call ends the task with a failure.
   *
   * @return whether this call ended it; false if it had ended before
   */
  boolean fail(TaskFailure failure);

  /**
   * The call ends the task as cancelled, and requests its {@link #cancellation()}, as each end
   * does.
   *
   * @return whether this call ended it; false if it had ended before
   */
  default boolean cancel() {
    return fail(TaskFailure.of(FailureCode.CANCELLED));
  }

  /**
   * The call ends the task as cancelled, for a reason that everybody who watches is told in place
   * of the usual sentence; see {@link #cancel()}.
   *
   * @param reason a sentence for people; it holds no secret
   * @return whether this call ended it; false if it had ended before
   */
  default boolean cancel(Message reason) {
    return fail(TaskFailure.of(FailureCode.CANCELLED).withMessage(reason));
  }

  /**
   * What says when the work should stop: from the moment the task has ended, for whatever reason.
   */
  Cancellation cancellation();
}
