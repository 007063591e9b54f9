package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.Told;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts the answer together by the offsets, and looks that progress never goes down. */
final class EnhancedClient implements DialectClient {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final StringBuilder answer = new StringBuilder();
  private int progress;
  private boolean ended;

  @Override
  public void told(Told message) {
    JsonNode event = MAPPER.readTree(message.body());
    assertThat(message.name()).isNull();
    String type = event.path("type").asString();
    assertThat(event.path("task_id").asString("").isEmpty()).isEqualTo(type.endsWith("_ping"));
    assertThat(event.path("timestamp").asString("")).endsWith("Z").hasSize(24);
    switch (type) {
      case "enhanced_ping" -> assertThat(message.id()).isNull();
      case "enhanced_data" -> assertThat(event.path("data").isObject()).isTrue();
      case "enhanced_status" -> {
        answer.setLength(0);
        answer.append(event.path("text").asString(""));
        progressed(event);
      }
      case "enhanced_progress" -> progressed(event);
      case "enhanced_token" -> {
        assertThat(event.path("offset").asInt()).isEqualTo(answer.length());
        answer.append(event.path("text").asString());
      }
      case "enhanced_complete" -> {
        ended = true;
        String response = event.at("/result/response").asString();
        if (answer.isEmpty()) {
          answer.append(response);
        }
        assertThat(response).isEqualTo(answer.toString());
      }
      case "enhanced_error" -> ended = true;
      default -> throw new AssertionError("no such event: " + event);
    }
  }

  private void progressed(JsonNode event) {
    assertThat(event.path("progress").asInt(-1)).isBetween(progress, 100);
    progress = event.path("progress").asInt();
  }

  @Override
  public String answer() {
    return answer.toString();
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
