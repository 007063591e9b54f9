package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;
import dev.tidings.testkit.dialect.Told;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DurableDialectContractTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return Dialects.durableStreams();
  }

  @Override
  protected DialectClient client() {
    return new Client();
  }

  /** Reads arrays of messages, and holds what it is told of its place against what it was given. */
  private static final class Client implements DialectClient {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final EnhancedClient messages = new EnhancedClient();
    private String offset = "";
    private boolean closed;

    @Override
    public void told(Told message) {
      assertThat(closed).as("nothing follows a stream that is closed").isFalse();
      JsonNode json = MAPPER.readTree(message.body());
      if ("data".equals(message.name())) {
        assertThat(json.isArray()).isTrue();
        json.forEach(one -> messages.told(new Told(null, null, one.toString())));
        offset = offsetOf(String.valueOf(message.id()));
        return;
      }
      assertThat(message.name()).isEqualTo("control");
      assertThat(message.id()).isNull();
      String next = json.path("streamNextOffset").asString();
      assertThat(next).isGreaterThanOrEqualTo(offset);
      closed = json.path("streamClosed").asBoolean(false);
      assertThat(closed).isEqualTo(messages.ended());
      assertThat(json.has("streamCursor")).isNotEqualTo(closed);
      if (closed) {
        assertThat(next).isEqualTo(offset);
        assertThat(json.path("upToDate").asBoolean()).isTrue();
      }
    }

    private static String offsetOf(String eventId) {
      String[] parts = eventId.replaceAll("e$", "").split("-", 2);
      return new DurableOffset(parts[0], Long.parseLong(parts[1])).toString();
    }

    @Override
    public String answer() {
      return messages.answer();
    }

    @Override
    public boolean ended() {
      return messages.ended();
    }
  }
}
