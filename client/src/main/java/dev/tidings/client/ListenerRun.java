package dev.tidings.client;

import dev.tidings.client.TaskAccessException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a task's events for a listener, on a thread of its own. */
final class ListenerRun implements Runnable, Following {
  private static final Logger log = LoggerFactory.getLogger(ListenerRun.class);

  private final Follower follower;
  private final TaskEventListener listener;
  private volatile boolean closed;

  ListenerRun(Follower follower, TaskEventListener listener) {
    this.follower = follower;
    this.listener = listener;
  }

  @Override
  public void run() {
    try (follower) {
      for (TaskEvent event = follower.next(); event != null; event = follower.next()) {
        if (closed) {
          return;
        }
        tell(event);
      }
      if (follower.over()) {
        listener.onEnd();
      } else {
        fail(Follower.clientClosed());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      fail(
          new TaskAccessException(
              Reason.INTERRUPTED, 0, "interrupted while waiting for an event", interrupted));
    } catch (TaskAccessException failure) {
      fail(failure);
    } catch (Throwable fault) {
      log.warn("Listener {} failed at the end", listener.getClass(), fault);
    }
  }

  private void tell(TaskEvent event) {
    try {
      listener.onEvent(event);
    } catch (Throwable fault) {
      log.warn("Listener {} failed; its following ends", listener.getClass(), fault);
      throw new TaskAccessException(Reason.LISTENER, 0, "the listener failed: " + fault, fault);
    }
  }

  private void fail(TaskAccessException failure) {
    try {
      if (!closed) {
        listener.onFailure(failure);
      }
    } catch (Throwable fault) {
      log.warn("Listener {} failed at the end", listener.getClass(), fault);
    }
  }

  @Override
  public void close() {
    closed = true;
    follower.close();
  }
}
