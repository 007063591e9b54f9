package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.Told;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps to the order that AG-UI's client verifies, and to its messages by id. */
final class AgUiClient implements DialectClient {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, StringBuilder> messages = new LinkedHashMap<>();
  private final Set<String> steps = new HashSet<>();
  private boolean fresh;
  private boolean running;
  private String thread = "";
  private String open = "";
  private int percent;
  private String end = "";

  @Override
  public void connected() {
    fresh = true;
  }

  @Override
  public void told(Told message) {
    assertThat(end).as("nothing follows the end").isEmpty();
    assertThat(message.name()).isNull();
    JsonNode event = MAPPER.readTree(message.body());
    String type = event.path("type").asString();
    assertThat(event.path("timestamp").isIntegralNumber()).isTrue();
    if (!type.equals("RUN_STARTED") && !type.equals("RUN_ERROR")) {
      assertThat(running).as("%s in a run", event).isTrue();
    }
    switch (type) {
      case "RUN_STARTED" -> {
        assertThat(fresh || !running).isTrue();
        running = true;
        thread = event.path("threadId").asString();
        steps.clear();
        open = "";
      }
      case "STEP_STARTED" -> assertThat(steps.add(event.path("stepName").asString())).isTrue();
      case "STEP_FINISHED" -> assertThat(steps.remove(event.path("stepName").asString())).isTrue();
      case "ACTIVITY_SNAPSHOT" -> {
        assertThat(event.at("/content/percent").asInt(-1)).isBetween(percent, 100);
        percent = event.at("/content/percent").asInt();
      }
      case "MESSAGES_SNAPSHOT" -> snapshot(event.path("messages"));
      case "TEXT_MESSAGE_START" -> {
        assertThat(open).isEmpty();
        open = event.path("messageId").asString();
        messages.putIfAbsent(open, new StringBuilder());
      }
      case "TEXT_MESSAGE_CONTENT" -> {
        assertThat(event.path("messageId").asString()).isEqualTo(open);
        Objects.requireNonNull(messages.get(open)).append(event.path("delta").asString());
      }
      case "TEXT_MESSAGE_END" -> {
        assertThat(event.path("messageId").asString()).isEqualTo(open).isNotEmpty();
        open = "";
      }
      case "CUSTOM" -> assertThat(event.path("name").asString()).startsWith("tidings.");
      case "RUN_FINISHED" -> {
        assertThat(open).isEmpty();
        assertThat(steps).isEmpty();
        assertThat(event.path("threadId").asString()).isEqualTo(thread);
        end = event.at("/outcome/type").asString();
      }
      case "RUN_ERROR" -> end = event.path("code").asString();
      default -> throw new AssertionError("no such event: " + event);
    }
    fresh = false;
  }

  private void snapshot(JsonNode all) {
    messages.clear();
    all.forEach(
        message ->
            messages.put(
                message.path("id").asString(),
                new StringBuilder(message.path("content").asString())));
  }

  Map<String, StringBuilder> messages() {
    return messages;
  }

  String end() {
    return end;
  }

  @Override
  public String answer() {
    return messages.entrySet().stream()
        .filter(message -> message.getKey().endsWith("-answer"))
        .map(message -> message.getValue().toString())
        .findFirst()
        .orElse("");
  }

  @Override
  public boolean ended() {
    return !end.isEmpty();
  }
}
