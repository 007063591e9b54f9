package dev.tidings.client;

import dev.tidings.client.TaskAccessException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * A client follows the tasks of a server over its enhanced event stream: as an iterator that waits,
 * with a listener, or as a publisher. It is thread-safe; one client serves any number of tasks.
 *
 * <p><b>What is promised.</b> Every event comes once and in the server's order, each character of
 * the answer once, the end once and last, however often connections break. A connection that breaks
 * is followed by another after a wait that the server may ask for, that doubles while nothing new
 * comes, and that is a little different each time. What is refused for good (401, 403, 404 and
 * other refusals) is told as a {@link TaskAccessException} and not tried again; so is a stream that
 * breaks the protocol or a limit. Memory is bounded: one event, and the answer so far.
 *
 * <p><b>What is not.</b> An event that nothing replaces is not kept here: who follows a task again
 * reads its story again, or goes on after a {@link Position}. While a server is away the end of a
 * task may be forgotten there; it is then told as {@code task_lost}.
 *
 * <p><b>Threads.</b> An iterator works on the thread that asks it. A listener has a thread for as
 * long as it follows; a subscriber has one while it has asked for more than there is. These come
 * from the executor, by default a daemon thread each; give one of virtual threads for thousands.
 */
public final class SseProgressClient implements AutoCloseable {
  private final Function<String, TaskEndpoints> endpoints;
  private final Settings settings;
  private final Executor executor;
  private final Set<Follower> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SseProgressClient(
      Function<String, TaskEndpoints> endpoints, Settings settings, Executor executor) {
    this.endpoints = endpoints;
    this.settings = settings;
    this.executor = executor;
  }

  /**
   * A client of a server whose calls are {@linkplain TaskEndpoints#below below} one address, such
   * as {@code http://localhost:7070/api/v1/streaming-chat}.
   */
  public static SseProgressClientBuilder builder(URI base) {
    Objects.requireNonNull(base, "base");
    return new SseProgressClientBuilder(taskId -> TaskEndpoints.below(base, taskId));
  }

  /**
   * A client of a server of another form.
   *
   * @param endpoints where it answers for a task; whoever follows, subscribes or calls asks it, on
   *     their own thread; what it throws comes out of that call, or is the subscriber's error
   */
  public static SseProgressClientBuilder builder(Function<String, TaskEndpoints> endpoints) {
    return new SseProgressClientBuilder(Objects.requireNonNull(endpoints, "endpoints"));
  }

  /** The task is followed from its first event; what is returned is to be closed. */
  public TaskEvents follow(String taskId) {
    return follow(taskId, Position.START);
  }

  /** The task is followed from what comes after a position; what is returned is to be closed. */
  public TaskEvents follow(String taskId, Position from) {
    return new TaskEvents(follower(taskId, from), from, settings.maxTextLength());
  }

  /** The listener is told the events of a task, from the first, by a thread of the executor. */
  public Following follow(String taskId, TaskEventListener listener) {
    return follow(taskId, Position.START, listener);
  }

  /**
   * The listener is told the events of a task that come after a position, by a thread of the
   * executor.
   *
   * @throws RejectedExecutionException if the executor has no thread for it
   */
  public Following follow(String taskId, Position from, TaskEventListener listener) {
    Objects.requireNonNull(listener, "listener");
    Follower follower = follower(taskId, from);
    ListenerRun run = new ListenerRun(follower, listener);
    try {
      executor.execute(run);
    } catch (RejectedExecutionException refused) {
      follower.close();
      throw refused;
    }
    return run;
  }

  /** A publisher of the events of a task, from the first. */
  public Flow.Publisher<TaskEvent> publisher(String taskId) {
    return publisher(taskId, Position.START);
  }

  /**
   * A publisher of the events of a task that come after a position. Each subscriber has a
   * connection of its own, which is opened at its first request; while it requests nothing nothing
   * is read, and the server may cut a connection that is not read, which is mended at the next
   * request.
   */
  public Flow.Publisher<TaskEvent> publisher(String taskId, Position from) {
    Objects.requireNonNull(taskId, "taskId");
    Objects.requireNonNull(from, "from");
    return new TaskPublisher(() -> follower(taskId, from), executor);
  }

  /**
   * The end of a task, by a call and not a stream; empty while it has not ended.
   *
   * @throws TaskAccessException if it is not to be had
   */
  public Optional<TaskEvent.End> result(String taskId) {
    return call(
        taskId,
        calls -> {
          TaskCalls.Look look = calls.look();
          if (look instanceof TaskCalls.Look.Ended ended) {
            return Optional.of(ended.end());
          }
          if (look instanceof TaskCalls.Look.Running) {
            return Optional.empty();
          }
          throw new TaskAccessException(
              look instanceof TaskCalls.Look.Gone ? Reason.GONE : Reason.REFUSED,
              404,
              look instanceof TaskCalls.Look.Gone
                  ? "the server does not know the task '" + taskId + "', or has forgotten it"
                  : "the server has no call that tells how the task ended",
              null);
        });
  }

  /**
   * The server cancels the task; one that has ended stays as it is. The calling thread waits for
   * the server's answer. Its followers are told by its end.
   *
   * @throws TaskAccessException if it cannot be cancelled
   */
  public void cancel(String taskId) {
    call(
        taskId,
        calls -> {
          calls.cancel();
          return Optional.empty();
        });
  }

  /** A call about a task. */
  @FunctionalInterface
  private interface Call<T> {
    Optional<T> make(TaskCalls calls) throws IOException, InterruptedException;
  }

  private <T> Optional<T> call(String taskId, Call<T> call) {
    Exchange exchange = new Exchange(settings);
    try {
      return call.make(new TaskCalls(endpoints.apply(taskId), settings, exchange));
    } catch (EventLines.ProtocolException broken) {
      throw new TaskAccessException(
          Reason.PROTOCOL, 0, String.valueOf(broken.getMessage()), broken);
    } catch (IOException lost) {
      throw new TaskAccessException(Reason.UNREACHABLE, 0, String.valueOf(lost.getMessage()), lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TaskAccessException(
          Reason.INTERRUPTED, 0, "interrupted while waiting for an answer", interrupted);
    } finally {
      exchange.close();
    }
  }

  private Follower follower(String taskId, Position from) {
    Objects.requireNonNull(taskId, "taskId");
    Objects.requireNonNull(from, "from");
    Follower follower = new Follower(taskId, endpoints.apply(taskId), from, settings, open::remove);
    open.add(follower);
    if (closed) {
      follower.close();
      throw Follower.clientClosed();
    }
    return follower;
  }

  /** The client cuts every connection at once; the tasks go on. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Follower::close);
  }
}
