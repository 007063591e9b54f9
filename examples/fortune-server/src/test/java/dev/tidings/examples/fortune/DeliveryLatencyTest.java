package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a word is on its way from the model's socket to a reader of the stream. */
class DeliveryLatencyTest {
  private static final String TOKEN = Jwts.of("timekeeper");
  private static final int WORDS = 30;
  private static final long SPACING_MILLIS = 300;

  @Test
  void wordsArriveWellBeforeAnybodyNotices() throws Exception {
    ConcurrentMap<String, Long> emitted = new ConcurrentHashMap<>();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model);
        SseClient stream = server.enhanced(server.ask(TOKEN), TOKEN)) {
      FakeModel.Exchange answer = model.next().begin();
      List<ScheduledFuture<?>> words = new ArrayList<>();
      for (int i = 0; i < WORDS; i++) {
        String word = "word-" + i + " ";
        words.add(
            clock.schedule(
                () -> {
                  emitted.put(word, System.nanoTime());
                  answer.word(word);
                },
                i * SPACING_MILLIS,
                TimeUnit.MILLISECONDS));
      }
      for (ScheduledFuture<?> word : words) {
        word.get(30, TimeUnit.SECONDS);
      }
      answer.finish("stop");
      List<Double> millis = new ArrayList<>();
      for (SseClient.Received event : stream.awaitEnd()) {
        Long sent = emitted.get(event.json().path("text").asString(""));
        if (sent != null) {
          millis.add((event.nanos() - sent) / 1e6);
        }
      }
      Collections.sort(millis);

      assertThat(millis).hasSize(WORDS);
      double median = millis.get(WORDS / 2);
      System.out.printf(
          "Delivery of a word: median %.2f ms, 90th percentile %.2f ms, slowest %.2f ms%n",
          median, millis.get(WORDS * 9 / 10), millis.get(WORDS - 1));
      assertThat(median).isLessThan(250);
    } finally {
      clock.shutdownNow();
    }
  }
}
