package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does that others than its own machine can reach. */
class StrangersTest {
  private static final String MODEL = "http://localhost:11434/v1";

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void modelWithoutASecretIsNotOfferedToEverybody(String host) {
    Map<String, String> open = Map.of("HOST", host, "OPENAI_BASE_URL", MODEL);

    assertThatThrownBy(() -> ServerSettings.fromEnvironment(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(host, "TIDINGS_JWT_SECRET", "TIDINGS_DEMO=yes");
    Map<String, String> refused = Map.of("HOST", host, "OPENAI_API_KEY", "k", "TIDINGS_DEMO", "no");
    assertThatThrownBy(() -> ServerSettings.fromEnvironment(refused))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serverBehindAProxyOnItsMachineIsReachable() {
    Map<String, String> proxied =
        Map.of("TIDINGS_PROXIES", "127.0.0.1", "OPENAI_BASE_URL", MODEL, "TIDINGS_DEMO", "yes");

    assertThat(ServerSettings.fromEnvironment(proxied).access().reachable()).isTrue();
    assertThatThrownBy(
            () ->
                ServerSettings.fromEnvironment(
                    Map.of("TIDINGS_PROXIES", "127.0.0.1", "OPENAI_BASE_URL", MODEL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("TIDINGS_PROXIES", "TIDINGS_JWT_SECRET", "TIDINGS_DEMO=yes");
  }

  @Test
  void modelIsOfferedWhereThatIsMeantOrNobodyElseComes() {
    for (Map<String, String> meant :
        List.of(
            Map.of("HOST", "0.0.0.0", "OPENAI_BASE_URL", MODEL, "TIDINGS_DEMO", "yes"),
            Map.of("HOST", "0.0.0.0", "OPENAI_BASE_URL", MODEL, "TIDINGS_JWT_SECRET", Jwts.SECRET),
            Map.of("HOST", "0.0.0.0"),
            Map.of("HOST", "127.0.0.2", "OPENAI_BASE_URL", MODEL),
            Map.of("HOST", "::1", "OPENAI_BASE_URL", MODEL),
            Map.of("HOST", "localhost", "OPENAI_BASE_URL", MODEL),
            Map.of("OPENAI_BASE_URL", MODEL))) {
      assertThat(ServerSettings.fromEnvironment(meant).access()).isNotNull();
    }
  }

  @Test
  void metricsOfAReachableServerAreForOperatorsOnly() {
    try (TestServer server = TestServer.reachable("TIDINGS_OPERATORS", "prometheus, grafana")) {
      assertThat(server.get("/metrics", Jwts.of("prometheus")).status()).isEqualTo(200);
      assertThat(server.get("/metrics", Jwts.of("grafana")).status()).isEqualTo(200);
      server.get("/metrics", Jwts.of("visitor")).refusedAs(404, "not_found");
      server.get("/metrics", Jwts.of("prometheus,")).refusedAs(404, "not_found");
      server.get("/metrics", null).refusedAs(401, "unauthorized");
    }
  }

  @Test
  void withoutOperatorsNobodyReadsTheMetricsOfAReachableServer() {
    try (TestServer server = TestServer.reachable()) {
      server.get("/metrics", Jwts.of("visitor")).refusedAs(404, "not_found");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TIDINGS_DEMO, maybe",
    "TIDINGS_PROXIES, proxy.example.com",
    "TIDINGS_PROXIES, 10.0.0.0/8",
    "TIDINGS_ORIGINS, *",
    "TIDINGS_ORIGINS, app.example.com",
    "TIDINGS_ORIGINS, https://app.example.com/",
    "TIDINGS_ORIGINS, https://u@app.example.com",
    "TIDINGS_ORIGINS, https://App.example.com",
    "TIDINGS_ORIGINS, https://app.example.com:443",
    "TIDINGS_ORIGINS, null",
    "TIDINGS_RATE_DEMO_TOKENS, 0",
    "TIDINGS_CONNECTIONS_PER_ADDRESS, many",
  })
  void wrongSettingIsNamedWithItsValue(String name, String value) {
    Map<String, String> wrong = Map.of(name, value, "HOST", "0.0.0.0", "OPENAI_API_KEY", "k");

    assertThatThrownBy(() -> ServerSettings.fromEnvironment(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, "'" + value + "'");
  }

  @Test
  void wrongSettingIsNamedWhereItDoesNotMatterToo() {
    assertThatThrownBy(() -> ServerSettings.fromEnvironment(Map.of("TIDINGS_DEMO", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("TIDINGS_DEMO", "'1'");
  }
}
