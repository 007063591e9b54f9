package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;
import dev.tidings.testkit.dialect.Told;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TraditionalDialectContractTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return Dialects.traditional();
  }

  @Override
  protected DialectClient client() {
    return new Client();
  }

  /** Knows five kinds of event, and takes a queued task for one that begins. */
  private static final class Client implements DialectClient {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private String answer = "";
    private int progress;
    private boolean ended;

    @Override
    public void told(Told message) {
      JsonNode event = MAPPER.readTree(message.body());
      assertThat(message.name()).isNull();
      switch (event.path("type").asString()) {
        case "ping" -> assertThat(message.id()).isNull();
        case "status" -> {
          assertThat(event.path("status").asString()).isEqualTo("queued");
          progress = 0;
        }
        case "progress" -> {
          assertThat(event.path("status").asString())
              .isIn("queued", "processing", "analyzing_rag", "generating_llm");
          assertThat(event.path("progress").asInt(-1)).isBetween(progress, 99);
          progress = event.path("progress").asInt();
        }
        case "complete" -> {
          ended = true;
          answer = event.at("/result/response").asString();
        }
        case "error" -> ended = true;
        default -> throw new AssertionError("no such event: " + event);
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
}
