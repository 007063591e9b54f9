package dev.tidings.examples.hosts;

import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.Told;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the dashboard's events as its page does. */
final class DashboardClient implements DialectClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String answer = "";
  private boolean ended;

  @Override
  public void told(Told message) {
    String name = Objects.requireNonNull(message.name());
    JsonNode value = JSON.readTree(message.body()).path(name);
    switch (name) {
      case "text" -> answer += value.asString();
      case "so_far" -> answer = value.asString();
      case "answer" -> {
        answer = value.asString();
        ended = true;
      }
      case "failed" -> ended = true;
      default -> {}
    }
  }

  @Override
  public String answer() {
    return answer;
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
