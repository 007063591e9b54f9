package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No client's input alone makes the server fail, or tell what it is made of. */
class HostileRequestsTest {
  private static TestServer server;
  private static List<Hostile> requests = List.of();

  @BeforeAll
  static void start() {
    server = TestServer.start("TIDINGS_TASKS_PER_USER", "1000");
    String token = Jwts.of("hostile");
    String task = server.ask(token);
    try (SseClient stream = server.enhanced(task, token)) {
      assertThat(stream.awaitEnd()).isNotEmpty();
    }
    requests =
        Stream.of(HostileBodies.all(), HostileHeads.all(task), HostileTokens.all())
            .flatMap(same -> same)
            .toList();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<Hostile> requests() {
    return requests;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void hostileRequestIsRefusedInPlainWords(Hostile hostile) throws Exception {
    RawReply reply = RawReply.to(server.port(), hostile.request());

    assertThat(reply.text()).as(hostile.name()).startsWith("HTTP/1.1 ");
    assertThat(reply.status()).as(reply.text()).isNotIn(500, 503);
    if (!hostile.allowed().isEmpty()) {
      assertThat(hostile.allowed()).as(reply.text()).contains(reply.status());
    }
    if (reply.status() >= 400) {
      assertThat(reply.head()).contains("application/problem+json");
    }
    assertThat(reply.text()).doesNotContain("Exception", "\tat ", "dev.tidings", "org.eclipse");
  }

  @Test
  void thereAreThreeHundredAtLeast() {
    assertThat(requests).hasSizeGreaterThan(300);
  }
}
