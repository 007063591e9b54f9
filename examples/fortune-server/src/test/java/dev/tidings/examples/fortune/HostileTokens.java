package dev.tidings.examples.fortune;

import java.util.stream.Stream;

/**
 * Tokens with something wrong in each, whoever signed them: they are read before they are checked.
 */
final class HostileTokens {
  private HostileTokens() {}

  static Stream<Hostile> all() {
    return Stream.of(payloads().map(Jwts::withPayload), headers().map(Jwts::withHeader), forms())
        .flatMap(same -> same)
        .map(token -> Hostile.get("/api/v1/deities", "Authorization: Bearer " + token, 401, 431));
  }

  private static Stream<String> payloads() {
    Stream<String> whole =
        Stream.of("null", "[]", "1", "\"sub\"", "true", "", "{", "{}", "\0", "[".repeat(2_000));
    String late = "\"exp\":4102444800";
    Stream<String> claims =
        Stream.of(
                "\"sub\":null",
                "\"sub\":7",
                "\"sub\":[\"a\"]",
                "\"sub\":{}",
                "\"sub\":\"\"",
                "\"sub\":true",
                "\"sub\":\"\\ud83d\"",
                "\"sub\":\"a\",\"nbf\":\"x\"",
                "\"sub\":\"a\",\"nbf\":{}",
                "\"sub\":\"a\",\"nbf\":1e300",
                "\"sub\":\"a\",\"exp\":\"x\"",
                "\"sub\":\"a\",\"exp\":null",
                "\"sub\":\"a\",\"exp\":[1]",
                "\"sub\":\"a\",\"exp\":true",
                "\"sub\":\"a\",\"exp\":{\"a\":1}",
                "\"sub\":\"a\",\"exp\":-1e400",
                "\"sub\":\"a\",\"exp\":1e400")
            .map(claim -> "{" + late + "," + claim + "}");
    return Stream.concat(whole, claims);
  }

  private static Stream<String> headers() {
    return Stream.of(
        "null",
        "[]",
        "{}",
        "{\"alg\":null}",
        "{\"alg\":7}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"HS256\",\"typ\":1,\"crit\":[\"x\"]}x",
        "\u00e9");
  }

  private static Stream<String> forms() {
    return Stream.of(
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c.d",
        "bnVsbA.bnVsbA.",
        "=.=.=",
        "%.%.%",
        "e30.e30.e30",
        "null",
        "x".repeat(6_000));
  }
}
