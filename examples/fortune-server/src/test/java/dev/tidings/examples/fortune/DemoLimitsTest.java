package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What one address may do with demo tokens, seen through a proxy: loopback itself is exempt. */
class DemoLimitsTest {
  private static final String DEMO = "/api/v1/auth/demo-token";
  private static final String ASK = TestServer.STREAMING + "/ask-question";

  private static TestServer behindProxy(String... variables) {
    String[] all = Arrays.copyOf(variables, variables.length + 4);
    all[variables.length] = "TIDINGS_PROXIES";
    all[variables.length + 1] = "192.0.2.200, 127.0.0.1";
    all[variables.length + 2] = "TIDINGS_TASKS_PER_USER";
    all[variables.length + 3] = "1000";
    return TestServer.start(all);
  }

  private static Answer post(TestServer server, String path, String forwarded, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path))
            .header("X-Forwarded-For", forwarded)
            .header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return server.send(request.POST(BodyPublishers.ofString(TestServer.question("en"))));
  }

  /** Fetches a demo token from that address, as a proxy writes it. */
  static Answer demoToken(TestServer server, String forwarded) {
    return post(server, DEMO, forwarded, "");
  }

  private static String token(TestServer server) {
    return server.post(DEMO, null).ok().path("token").asString();
  }

  @Test
  void tenDemoTokensAMinuteThenTheAddressIsToldToWait() {
    try (TestServer server = behindProxy("TIDINGS_JWT_SECRET", "")) {
      for (int i = 0; i < 10; i++) {
        demoToken(server, "203.0.113.7").ok();
      }

      Answer refused = demoToken(server, "203.0.113.7");

      assertThat(refused.refusedAs(429, "rate_limited")).contains("10 demo tokens");
      assertThat(refused.header("Retry-After")).matches("[1-9]|[1-5][0-9]|60");
      demoToken(server, "203.0.113.8").ok();
    }
  }

  @Test
  void sixtyQuestionsOfDemoUsersAMinuteWhateverTheirTokens() {
    try (TestServer server = behindProxy("TIDINGS_JWT_SECRET", "")) {
      String one = token(server);
      String other = token(server);
      for (int i = 0; i < 60; i++) {
        post(server, ASK, "203.0.113.7", i % 2 == 0 ? one : other).ok();
      }

      post(server, ASK, "203.0.113.7", token(server)).refusedAs(429, "rate_limited");
      post(server, ASK, "203.0.113.8", one).ok();
    }
  }

  @Test
  void addressIsTheLastThatTheProxyAdded() {
    try (TestServer server =
        behindProxy("TIDINGS_JWT_SECRET", "", "TIDINGS_RATE_DEMO_TOKENS", "1")) {
      demoToken(server, "1.1.1.1, 203.0.113.7").ok();

      demoToken(server, "127.0.0.1, 203.0.113.7").refusedAs(429, "rate_limited");
      demoToken(server, "2.2.2.2,203.0.113.7").refusedAs(429, "rate_limited");
    }
  }

  @Test
  void forwardedAddressOfAnUnknownProxyIsNotBelieved() {
    try (TestServer server =
        TestServer.start("TIDINGS_JWT_SECRET", "", "TIDINGS_RATE_DEMO_TOKENS", "1")) {
      for (int i = 0; i < 5; i++) {
        demoToken(server, "203.0.113.7").ok();
      }
    }
  }

  @Test
  void usersOfASecretAreNoDemoUsers() {
    try (TestServer server = behindProxy("TIDINGS_RATE_DEMO_QUESTIONS", "1")) {
      for (int i = 0; i < 5; i++) {
        post(server, ASK, "203.0.113.7", Jwts.of("demo-user")).ok();
      }
    }
  }
}
