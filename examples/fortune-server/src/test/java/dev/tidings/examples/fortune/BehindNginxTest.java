package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import dev.tidings.testkit.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two servers on one Redis behind a balancer that sends each request to the next of them. */
@EnabledIf("dev.tidings.examples.fortune.Nginx#installed")
class BehindNginxTest {
  private static final String TOKEN = Jwts.of("anywhere");

  private final FakeModel model = new FakeModel();
  private RedisServer redis;
  private TestServer one;
  private TestServer two;
  private Nginx nginx;
  private TestServer balancer;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    one = TestServer.asking(model, "TIDINGS_REDIS", redis.address());
    two = TestServer.asking(model, "TIDINGS_REDIS", redis.address());
    nginx = Nginx.before(one, two);
    balancer = nginx.calls();
  }

  @AfterEach
  void stop() throws Exception {
    nginx.close();
    one.close();
    two.close();
    model.close();
    redis.close();
  }

  @Test
  void everyStreamIsLiveAndTheSameWhicheverServerItReaches() {
    String task = balancer.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    List<SseClient> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.add(balancer.enhanced(task, TOKEN));
    }
    // The answer goes on only after everybody was told its beginning: nothing is held back.
    streams.forEach(stream -> stream.awaitType("enhanced_token"));
    answer.word("耳邊消息到");
    answer.finish("stop");

    List<List<String>> told = new ArrayList<>();
    for (SseClient stream : streams) {
      told.add(stream.awaitEnd().stream().map(Received::content).toList());
      stream.close();
    }
    assertThat(told).allMatch(events -> events.equals(told.get(0)));
  }

  @Test
  void whoIsCutByARestartGoesOnBehindTheSameAddress() {
    String task = one.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin().word("只聽");
    String id;
    try (SseClient stream = two.enhanced(task, TOKEN)) {
      id = String.valueOf(stream.awaitType("enhanced_token").id());
    }

    two.close();
    answer.word("耳邊");
    answer.finish("stop");

    for (int i = 0; i < 4; i++) {
      try (SseClient again = balancer.enhancedAfter(id, task, TOKEN)) {
        List<Received> rest = again.awaitEnd();
        assertThat(rest.get(rest.size() - 1).type()).isEqualTo("enhanced_complete");
      }
    }
  }
}
