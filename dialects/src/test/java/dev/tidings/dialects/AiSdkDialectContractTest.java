package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;
import dev.tidings.testkit.dialect.Told;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AiSdkDialectContractTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return Dialects.aiSdk();
  }

  @Override
  protected DialectClient client() {
    return new Client();
  }

  /** Builds one message of parts by the rules of the SDK's client. */
  private static final class Client implements DialectClient {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final StringBuilder answer = new StringBuilder();
    private int percent;
    private boolean inStep;
    private boolean inText;
    private boolean last;
    private boolean ended;

    @Override
    public void told(Told message) {
      assertThat(ended).as("nothing follows the end").isFalse();
      assertThat(message.name()).isNull();
      if (message.body().equals("[DONE]")) {
        assertThat(last).isTrue();
        ended = true;
        return;
      }
      JsonNode part = MAPPER.readTree(message.body());
      switch (part.path("type").asString()) {
        case "start" -> {
          assertThat(part.path("messageId").asString()).startsWith("task");
          answer.setLength(0);
          inText = false;
          inStep = false;
        }
        case "start-step" -> {
          assertThat(inStep).isFalse();
          inStep = true;
        }
        case "data-progress" -> {
          assertThat(part.at("/data/percent").asInt(-1)).isBetween(percent, 100);
          percent = part.at("/data/percent").asInt();
        }
        case "data-fact" -> assertThat(part.at("/data/name")).isEqualTo(part.path("id"));
        case "text-start" -> {
          assertThat(inText).isFalse();
          inText = true;
        }
        case "text-delta" -> {
          assertThat(inText).isTrue();
          answer.append(part.path("delta").asString());
        }
        case "text-end" -> {
          assertThat(inText).isTrue();
          inText = false;
        }
        case "data-error" -> assertThat(part.at("/data/code").asString()).isNotEmpty();
        case "finish-step" -> {
          assertThat(inStep && !inText).isTrue();
          inStep = false;
        }
        case "finish" -> {
          assertThat(inStep || inText).isFalse();
          assertThat(percent).isEqualTo(100);
          last = true;
        }
        case "error", "abort" -> {
          assertThat(inText).isFalse();
          last = true;
        }
        default -> throw new AssertionError("no such part: " + part);
      }
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
}
