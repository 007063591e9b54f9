package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a server starts that shares its questions. */
class RedisSettingsTest {
  @Test
  void serversThatWouldRefuseEachOthersTokensDoNotStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ServerSettings.fromEnvironment(Map.of("TIDINGS_REDIS", "redis://127.0.0.1")))
        .withMessageContaining("TIDINGS_REDIS")
        .withMessageContaining("set TIDINGS_JWT_SECRET");
  }

  @Test
  void anAddressThatIsNoneIsRefusedByItsNameAndNotShown() {
    Map<String, String> environment =
        Map.of(
            "TIDINGS_JWT_SECRET", Jwts.SECRET, "TIDINGS_REDIS", "http://me:password1@there:6379");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSettings.fromEnvironment(environment))
        .withMessageStartingWith("TIDINGS_REDIS: ")
        .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("password1"));
  }

  @Test
  void aServerStartsWhileItsStoreIsAwayAndSaysSo() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (TestServer server = TestServer.start("TIDINGS_REDIS", "redis://127.0.0.1:" + closed)) {
      Answer health = server.get("/health", null);
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
          !health.text().contains("away") && System.nanoTime() < end; ) {
        health = server.get("/health", null);
      }
      assertThat(health.ok().path("status").asString()).isEqualTo("degraded");

      Answer asked =
          server.post(
              TestServer.STREAMING + "/ask-question", Jwts.of("early"), TestServer.question("zh"));
      asked.refusedAs(503, "busy");
      assertThat(asked.header("Retry-After")).isNotEmpty();
    }
  }
}
