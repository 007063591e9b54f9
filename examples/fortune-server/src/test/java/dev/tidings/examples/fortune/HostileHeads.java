package dev.tidings.examples.fortune;

import java.util.List;
import java.util.stream.Stream;

/** Targets, headers and request lines with something wrong in each. */
final class HostileHeads {
  private static final String STREAM = TestServer.STREAMING + "/sse/";
  private static final String SEARCH = "/api/v1/poems/search?q=";

  private HostileHeads() {}

  static Stream<Hostile> all(String task) {
    return Stream.of(
            queries(task),
            paths(),
            lastEventIds(task),
            languages(task),
            requestLines(),
            headers(task),
            bodiless())
        .flatMap(same -> same);
  }

  /** Queries that cannot be read, and must not be taken for others. */
  private static Stream<Hostile> queries(String task) {
    List<String> malformed =
        List.of("%", "%2", "%zz", "%ff", "%c0%80", "%ed%a0%80", "%u0041", "a%", "%e7%a6", "% ");
    return Stream.concat(
        malformed.stream()
            .flatMap(
                bad ->
                    Stream.of(
                        Hostile.target(STREAM + task + "?last_event_id=" + bad, 400),
                        Hostile.target(SEARCH + bad, 400),
                        Hostile.target("/api/v1/deities?" + bad + "=1", 400),
                        Hostile.get(STREAM + task + "?token=" + bad, "X: y", 400))),
        Stream.of(
                "&&&",
                "=",
                "==",
                "&=&",
                "%00",
                "%0d%0aX:y",
                "+",
                "%2B",
                "{}",
                "\"<script>",
                "福",
                "%F0%9F%98%80",
                "'",
                "*",
                "(((",
                "field:[* TO *]",
                "a~0.1^9999",
                "AND OR NOT",
                "\\",
                "x".repeat(999),
                "x".repeat(4_000))
            .map(odd -> Hostile.target(SEARCH + odd.replace(" ", "%20"), 200, 400)));
  }

  private static Stream<Hostile> paths() {
    return Stream.of(
            "/%",
            "/%ff",
            "/%00",
            "/%2e%2e/",
            "/..%2f..%2fetc/passwd",
            "/../../etc/passwd",
            "/web/../../../etc/passwd",
            "/web/%2e%2e/%2e%2e/application.properties",
            "/web/..;/..;/x",
            "/web//app.js//",
            "/;",
            "/;jsessionid=1",
            "//",
            "/\\..\\",
            "/api/v1/poems/guan_yu/%",
            "/api/v1/poems/guan_yu/-1",
            "/api/v1/poems/guan_yu/" + "9".repeat(1_000),
            "/api/v1/poems/guan_yu/٤٠",
            "/api/v1/poems/%00/1",
            "/api/v1/poems/" + "x".repeat(5_000) + "/1",
            "/api/v1/poems/guan_yu/1e1",
            TestServer.STREAMING + "/progress/" + "t".repeat(3_000),
            TestServer.STREAMING + "/progress/%0d%0a",
            TestServer.STREAMING + "/progress/%3Cscript%3E",
            TestServer.STREAMING + "/progress/task_%F0%9F%98%80",
            TestServer.STREAMING + "/progress/.",
            TestServer.STREAMING + "/sse/%2f",
            TestServer.STREAMING + "/sse/ /x",
            "/metrics/..;/health",
            "/" + "a/".repeat(3_000),
            "/?" + "a&".repeat(3_000),
            "x",
            "*",
            "http://other.example/health",
            "/#fragment",
            "/" + "x".repeat(20_000))
        .map(Hostile::target);
  }

  private static Stream<Hostile> lastEventIds(String task) {
    return Stream.of(
            "%",
            "-",
            "--",
            "-1",
            "x-1",
            "x-1e",
            "x-" + "9".repeat(30),
            "0-0",
            "x-1-1",
            "x--1",
            "\u00e9-1",
            "福-1",
            "a b",
            "x".repeat(6_000),
            "null",
            "undefined",
            "e",
            "0",
            "x-1\tx",
            "\"x-1\"")
        .flatMap(
            id ->
                Stream.of(task, "task_unknown")
                    .map(
                        of ->
                            Hostile.get(
                                STREAM + of + "?token=" + Jwts.of("hostile"),
                                "Last-Event-ID: " + id)));
  }

  private static Stream<Hostile> languages(String task) {
    return Stream.of(
            "*",
            "",
            ";",
            "q=1",
            "en;q=x",
            "en;q=-1",
            "en;q=1e9",
            "x".repeat(3_000),
            "a-b-c-d-e-f",
            "zh-Hant-TW-x-private,*;q=0",
            "\u00e9",
            "en,".repeat(900))
        .map(
            language ->
                Hostile.get(
                    STREAM + task + "?token=" + Jwts.of("hostile"),
                    "Accept-Language: " + language));
  }

  private static Stream<Hostile> requestLines() {
    return Stream.of(
            "GET / HTTP/9.9",
            "GET / HTTP/1.1x",
            "GET /",
            "GET",
            " GET / HTTP/1.1",
            "GET  /  HTTP/1.1",
            "G\u00cbT / HTTP/1.1",
            "TRACE /health HTTP/1.1",
            "CONNECT /health HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "PATCH /api/v1/deities HTTP/1.1",
            "PROPFIND / HTTP/1.1",
            "DELETE " + TestServer.STREAMING + "/progress/x HTTP/1.1",
            "X".repeat(300) + " / HTTP/1.1")
        .map(line -> Hostile.head(line, "X: y"));
  }

  private static Stream<Hostile> headers(String task) {
    String token = "?token=" + Jwts.of("hostile");
    return Stream.of(
            "Authorization:",
            "Authorization: Bearer",
            "Authorization: Bearer  ",
            "Authorization: Bearer a b c",
            "Authorization: Bearer \u00e9.\u00e9.\u00e9",
            "Authorization: Digest x",
            "Authorization: " + "x".repeat(7_000),
            "No colon here",
            ": no name",
            "Na me: x",
            "Folded: x\r\n y",
            "Nul: \0",
            "Host: second",
            "Upgrade: websocket\r\nConnection: Upgrade",
            "Upgrade: h2c\r\nHTTP2-Settings: x",
            "Expect: something",
            "Range: bytes=9999999999999999999-",
            "Range: bytes=" + "0-1,".repeat(500),
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: x",
            "Content-Length: 0\r\nContent-Length: 1",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: klingon",
            "Accept-Encoding: klingon;q=x",
            "Cookie: =;;=;\"",
            "If-Modified-Since: never",
            "If-None-Match: \"",
            "Forwarded: for=\"[::1\"",
            "X-Forwarded-For: ,,,",
            "X-Forwarded-For: " + "1.1.1.1,".repeat(700),
            "X-HTTP-Method-Override: POST",
            "Origin: null",
            "Origin: \u00e9://",
            "Big: " + "x".repeat(9_000))
        .flatMap(
            line ->
                Stream.of("/web/app.js", "/api/v1/deities", STREAM + task + token)
                    .map(target -> Hostile.get(target, line)));
  }

  /** Calls that take a body, without one, or with one that is broken in the transfer. */
  private static Stream<Hostile> bodiless() {
    String ask = "POST " + TestServer.STREAMING + "/ask-question HTTP/1.1";
    String json = "\r\nContent-Type: application/json";
    String token = "Authorization: Bearer " + Jwts.of("hostile");
    return Stream.of(
        Hostile.head(ask, token, 415),
        Hostile.head(ask, token + json, 400),
        Hostile.head(ask, token + json + "\r\nContent-Length: 0", 400),
        Hostile.head(ask, token + json + "\r\nTransfer-Encoding: chunked\r\n\r\nx", 400),
        Hostile.head(ask, token + json + "\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n", 400),
        Hostile.head(
            ask,
            token + json + "\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            400),
        Hostile.head(ask, token + json + "\r\nExpect: 100-continue\r\nContent-Length: 0", 400),
        Hostile.head("POST " + TestServer.STREAMING + "/cancel/x HTTP/1.1", token, 404),
        Hostile.head("POST /api/v1/auth/demo-token HTTP/1.1", token, 404));
  }
}
