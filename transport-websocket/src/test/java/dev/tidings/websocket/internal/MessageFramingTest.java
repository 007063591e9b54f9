package dev.tidings.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MessageFramingTest {
  private static final MessageFraming FRAMING = MessageFraming.INSTANCE;
  private static final JsonMapper JSON = new JsonMapper();

  private static String framed(@Nullable String id, String body) {
    Messages messages = new Messages();
    messages.add(ByteBuffer.wrap(FRAMING.message(id, null, body.getBytes(UTF_8))));
    return text(messages);
  }

  private static String text(Messages messages) {
    Messages.Message message = messages.next();
    assertThat(message).isNotNull();
    return message == null ? "" : message.text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|{\"id\":\"a-1\"}",
        "{ }|{ \"id\":\"a-1\"}",
        "{\"type\":\"x\"}|{\"type\":\"x\",\"id\":\"a-1\"}",
        "{\"b\":{}}|{\"b\":{},\"id\":\"a-1\"}",
      })
  void idIsOneMoreField(String body, String message) {
    assertThat(framed("a-1", body)).isEqualTo(message);
    assertThat(JSON.readTree(message).path("id").asString()).isEqualTo("a-1");
  }

  @Test
  void withoutAnIdAnyTextIsAMessage() {
    assertThat(framed(null, "[DONE]")).isEqualTo("[DONE]");
    assertThat(framed(null, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "[1]", "[DONE]", "{\"a\":1"})
  void whatIsNoObjectCannotHaveAnId(String body) {
    assertThatIllegalArgumentException().isThrownBy(() -> framed("a-1", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\"b", "a\\b", "籤"})
  void idThatWouldNeedEscapesIsRefusedWithItsValue(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> framed(id, "{}"))
        .withMessageContaining("'" + id + "'");
  }

  @Test
  void namesCannotBeTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FRAMING.message(null, "control", new byte[0]))
        .withMessageContaining("control");
  }

  @Test
  void whatSaysNothingIsNothing() {
    assertThat(FRAMING.comment()).isEmpty();
    assertThat(FRAMING.retry(Duration.ofSeconds(2))).isEmpty();
  }

  @Property(tries = 200)
  void messagesComeOutAsTheyWentInWhereverWritesBeginAndEnd(
      @ForAll @Size(max = 20) List<String> texts, @ForAll @IntRange(min = 1, max = 50) int write) {
    List<String> sent =
        texts.stream().map(text -> new String(text.getBytes(UTF_8), UTF_8)).toList();
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    sent.forEach(text -> joined.writeBytes(FRAMING.message(null, null, text.getBytes(UTF_8))));
    byte[] bytes = joined.toByteArray();

    Messages messages = new Messages();
    for (int from = 0; from < bytes.length; from += write) {
      messages.add(ByteBuffer.wrap(bytes, from, Math.min(write, bytes.length - from)));
    }

    List<String> come = new ArrayList<>();
    for (Messages.Message next = messages.next(); next != null; next = messages.next()) {
      come.add(next.text());
      assertThat(next.bytes()).isEqualTo(next.text().getBytes(UTF_8).length);
    }
    assertThat(come).isEqualTo(sent);
  }
}
