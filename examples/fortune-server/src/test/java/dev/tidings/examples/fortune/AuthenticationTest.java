package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
class AuthenticationTest {
  private static final String USER = "visitor";
  private static TestServer server;
  private static String task;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    task = server.ask(Jwts.of(USER));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> readable() {
    return List.of(
        TestServer.STREAMING + "/sse/" + task,
        TestServer.ASYNC + "/sse/" + task,
        TestServer.STREAMING + "/progress/" + task,
        TestServer.STREAMING + "/result/" + task,
        "/api/v1/deities",
        "/api/v1/poems/guan_yu/40",
        "/api/v1/poems/search?q=x",
        "/metrics");
  }

  @Test
  void everyCallButThePageHealthAndDemoTokenNeedsAToken() {
    for (String path : readable()) {
      assertUnauthorized(server.get(path, null));
    }
    for (String path :
        List.of(
            TestServer.STREAMING + "/ask-question",
            TestServer.ASYNC + "/ask-question",
            TestServer.STREAMING + "/cancel/" + task)) {
      assertUnauthorized(server.post(path, null, TestServer.question("zh")));
    }
    assertThat(server.get("/health", null).status()).isEqualTo(200);
    assertThat(server.get("/", null).status()).isEqualTo(200);
  }

  private static void assertUnauthorized(Answer answer) {
    answer.refusedAs(401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  static Stream<Arguments> badTokens() {
    String good = Jwts.of(USER);
    return Stream.of(
        bad("nothing", ""),
        bad("no JWT", "abc"),
        bad("two parts", good.substring(0, good.lastIndexOf('.'))),
        bad("signature cut", good.substring(0, good.length() - 4)),
        bad("other key", signed("HS256", claims(), "another secret of thirty-two bytes or more")),
        bad("alg none", signed("none", claims(), Jwts.SECRET)),
        bad("HS512", signed("HS512", claims(), Jwts.SECRET)),
        bad("HS384", signed("HS384", claims(), Jwts.SECRET)),
        bad("expired", with("exp", Jwts.secondsFromNow(-1))),
        bad("expires now", with("exp", Jwts.secondsFromNow(0))),
        bad("no exp", without("exp")),
        bad("exp as text", with("exp", "tomorrow")),
        bad("exp beyond time", with("exp", 1e18)),
        bad("exp beyond milliseconds", with("exp", Long.MAX_VALUE / 1000 + 1)),
        bad("exp at the end of time", with("exp", Instant.MAX.getEpochSecond())),
        bad("exp beyond long", with("exp", 1e300)),
        bad("exp negative", with("exp", -1e18)),
        bad("no sub", without("sub")),
        bad("sub blank", with("sub", " ")),
        bad("sub as a number", with("sub", 7)),
        bad("sub as a list", with("sub", List.of(USER))),
        bad("payload null", Jwts.withPayload("null")),
        bad("payload no object", Jwts.withPayload("[]")),
        bad("header null", Jwts.withHeader("null")),
        bad("critical extension", Jwts.withHeader("{\"alg\":\"HS256\",\"crit\":[\"x\"]}")),
        bad("nbf ahead", with("nbf", Jwts.secondsFromNow(60))),
        bad("nbf as text", with("nbf", "soon")),
        bad("nbf beyond time", with("nbf", 1e18)));
  }

  private static Arguments bad(String name, String token) {
    return Arguments.of(name, token);
  }

  private static String signed(String algorithm, Map<String, Object> claims, String secret) {
    return Jwts.signed(algorithm, claims, secret);
  }

  private static Map<String, Object> claims() {
    return Map.of("sub", USER, "exp", Jwts.secondsFromNow(3600));
  }

  private static String with(String claim, Object value) {
    Map<String, Object> claims = new HashMap<>(claims());
    claims.put(claim, value);
    return signed("HS256", claims, Jwts.SECRET);
  }

  private static String without(String claim) {
    Map<String, Object> claims = new HashMap<>(claims());
    claims.remove(claim);
    return signed("HS256", claims, Jwts.SECRET);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void badTokenIsRefusedAsHeaderAndAsParameter(String name, String token) {
    assertUnauthorized(server.get("/api/v1/deities", token));
    assertUnauthorized(server.get(TestServer.STREAMING + "/sse/" + task + "?token=" + token, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "token"})
  void headerOfAnotherKindIsRefused(String header) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at("/api/v1/deities")).header("Authorization", header);

    assertUnauthorized(server.send(request));
  }

  @Test
  void schemeIsReadInAnyCase() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at("/api/v1/deities"))
            .header("Authorization", "bearer " + Jwts.of(USER));

    server.send(request).ok();
  }

  @Test
  void notBeforeInThePastIsFine() {
    server.get("/api/v1/deities", with("nbf", Jwts.secondsFromNow(-1))).ok();
  }

  @Test
  void onlyTheStreamsTakeATokenAsParameter() {
    String token = Jwts.of(USER);

    for (String path : readable()) {
      Answer answer = server.get(path + (path.contains("?") ? "&" : "?") + "token=" + token, null);
      if (path.contains("/sse/")) {
        assertThat(answer.status()).isEqualTo(200);
      } else {
        assertUnauthorized(answer);
      }
    }
    assertUnauthorized(
        server.post(
            TestServer.STREAMING + "/ask-question?token=" + token,
            null,
            TestServer.question("zh")));
  }

  @Test
  void headerWinsOverTheParameter() {
    String path = TestServer.STREAMING + "/sse/" + task + "?token=";
    String good = Jwts.of(USER);

    assertUnauthorized(server.get(path + good, "wrong"));
    assertThat(server.get(path + "wrong", good).status()).isEqualTo(200);
  }
}
