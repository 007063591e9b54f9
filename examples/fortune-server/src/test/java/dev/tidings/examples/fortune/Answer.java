package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered to a call. */
record Answer(int status, HttpHeaders headers, String text) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  JsonNode json() {
    return parse(text);
  }

  static JsonNode parse(String json) {
    return JSON.readTree(json);
  }

  static List<String> names(JsonNode json) {
    return List.copyOf(json.propertyNames());
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The body of a 200. */
  JsonNode ok() {
    assertThat(status).as(text).isEqualTo(200);
    assertThat(header("Content-Type")).isEqualTo("application/json");
    return json();
  }

  /** Checks the whole form of a refusal; gives its one sentence. */
  @CanIgnoreReturnValue
  String refusedAs(int wantedStatus, String code) {
    assertThat(status).as(text).isEqualTo(wantedStatus);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("code").asString()).as(text).isEqualTo(code);
    assertThat(problem.path("status").intValue()).isEqualTo(wantedStatus);
    assertThat(problem.path("title").asString()).isNotBlank();
    String detail = problem.path("detail").asString();
    assertThat(detail).isNotBlank().doesNotContain("Exception", "\n", "dev.tidings", Jwts.SECRET);
    return detail;
  }
}
