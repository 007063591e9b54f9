package dev.tidings.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"cancel\"}",
        " { \"why\": {\"a\": [1, {}]}, \"type\" : \"cancel\" , \"x\": null } ",
      })
  void cancelIsFoundAmongOtherFields(String message) {
    assertThat(ClientMessage.isCancel(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cancel",
        "\"cancel\"",
        "{}",
        "{\"type\":\"ping\"}",
        "{\"type\":[\"cancel\"]}",
        "{\"type\":{\"type\":\"cancel\"}}",
        "{\"type\":\"cancel\"",
        "{\"type\":\"cancel\"} {}",
        "[{\"type\":\"cancel\"}]",
        "{\"type\":\"cancel\",\"type\":\"ping\"}",
        "{\"type\":\"cancel\"]",
        "nul",
      })
  void nothingElseIsACancel(String message) {
    assertThat(ClientMessage.isCancel(message)).isFalse();
  }
}
