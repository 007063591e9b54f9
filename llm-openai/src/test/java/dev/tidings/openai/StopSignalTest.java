package dev.tidings.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.TaskCancelledException;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private static final int ROUNDS = 2_000;

  private final OkHttpClient client = new OkHttpClient();

  private Call call() {
    return client.newCall(new Request.Builder().url("http://127.0.0.1/").build());
  }

  @Test
  void onlyTheCallThatRunsIsClosed() {
    StopSignal stop = new StopSignal();
    Call before = call();
    Call now = call();
    stop.closes(before);
    stop.closes(now);

    stop.request();

    assertThat(before.isCanceled()).isFalse();
    assertThat(now.isCanceled()).isTrue();
    assertThatThrownBy(stop::check).isInstanceOf(TaskCancelledException.class);
    assertThatThrownBy(() -> stop.pause(Duration.ofDays(1)))
        .isInstanceOf(TaskCancelledException.class);
  }

  @Test
  void noCallOutlivesARequestThatRacesWithItsStart() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        StopSignal stop = new StopSignal();
        Call call = call();
        Future<?> request =
            other.submit(
                () -> {
                  start.await();
                  stop.request();
                  return null;
                });
        start.await();
        stop.closes(call);
        request.get(10, TimeUnit.SECONDS);

        assertThat(call.isCanceled()).as("round " + round).isTrue();
      }
    } finally {
      other.shutdownNow();
    }
  }
}
