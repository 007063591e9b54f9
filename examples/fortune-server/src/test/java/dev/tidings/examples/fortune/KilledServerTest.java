package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/** A server that is killed takes nothing with it that anybody has seen. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class KilledServerTest {
  private static final String TOKEN = Jwts.of("survivor");
  private static final Duration PROMISED = Duration.ofSeconds(20);

  private final FakeModel model = new FakeModel();
  private RedisServer redis;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    model.close();
    redis.close();
  }

  private ServerProcess server() throws IOException {
    return ServerProcess.start(
        Map.of("TIDINGS_REDIS", redis.address(), "OPENAI_BASE_URL", model.baseUrl()));
  }

  private static JsonNode last(List<Received> events) {
    return events.get(events.size() - 1).json();
  }

  @Test
  void itsTaskEndsOnTheOtherWithWhatWasSeen() throws Exception {
    ServerProcess killed = server();
    try (TestServer other = server().calls()) {
      String task = killed.calls().ask(TOKEN);
      model.next().begin().word("只聽耳邊");
      try (SseClient here = killed.calls().enhanced(task, TOKEN);
          SseClient there = other.enhanced(task, TOKEN)) {
        String id = String.valueOf(here.awaitType("enhanced_token").id());
        int seen = here.seen().size();

        long before = System.nanoTime();
        killed.kill();
        List<Received> all = there.awaitEnd();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMISED);
        assertThat(last(all).path("code").asString()).isEqualTo("task_lost");
        assertThat(last(all).path("partial_response").asString()).isEqualTo("只聽耳邊");
        assertThat(all.subList(0, seen).stream().map(Received::content))
            .isEqualTo(here.awaitBreak().subList(0, seen).stream().map(Received::content).toList());
        try (SseClient again = other.enhancedAfter(id, task, TOKEN)) {
          assertThat(last(again.awaitEnd()).path("code").asString()).isEqualTo("task_lost");
        }
      }
      try (TestServer next = server().calls();
          SseClient late = next.enhanced(task, TOKEN)) {
        assertThat(last(late.awaitEnd()).path("code").asString()).isEqualTo("task_lost");
      }
    }
  }
}
