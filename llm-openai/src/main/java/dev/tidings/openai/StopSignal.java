package dev.tidings.openai;

import dev.tidings.TaskCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;

/**
 * Carries a cancellation from any thread to the call that runs now and to the wait between tries.
 *
 * <p>A request opens the latch and then looks for a call; a call is entered first and the latch
 * looked at afterwards. Whichever order the two threads take, one of them sees the other, so no
 * call outlives the request.
 */
final class StopSignal {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicReference<Call> running = new AtomicReference<>();

  /** Closes the running call and ends the wait. Does not block; harmless when repeated. */
  void request() {
    requested.countDown();
    Call call = running.get();
    if (call != null) {
      call.cancel();
    }
  }

  /** From now on a request closes this call, in place of the one before. */
  void closes(Call call) {
    running.set(call);
    if (requested()) {
      call.cancel();
    }
  }

  boolean requested() {
    return requested.getCount() == 0;
  }

  /**
   * Returns if nobody asked to stop.
   *
   * @throws TaskCancelledException if somebody did
   */
  void check() {
    if (requested()) {
      throw new TaskCancelledException();
    }
  }

  /**
   * Waits unless and until somebody asks to stop.
   *
   * @throws TaskCancelledException if somebody did
   */
  void pause(Duration wait) throws InterruptedException {
    if (requested.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TaskCancelledException();
    }
  }
}
