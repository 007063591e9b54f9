package dev.tidings.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.dialects.DurableRequest.Live;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableRequestTest {
  private static DurableRequest offset(String offset) {
    return DurableRequest.of(Map.of("offset", List.of(offset)));
  }

  @Test
  void withoutParametersItIsAllThereIs() {
    DurableRequest request = DurableRequest.of(Map.of("token", List.of("a", "b")));

    assertThat(request.live()).isEqualTo(Live.NONE);
    assertThat(request.offset()).isEqualTo("-1");
  }

  @Test
  void aLiveReadSaysWhereItBegins() {
    Map<String, List<String>> query =
        Map.of("live", List.of("sse"), "offset", List.of("now"), "cursor", List.of("7"));

    DurableRequest request = DurableRequest.of(query);

    assertThat(request.live()).isEqualTo(Live.SSE);
    assertThat(request.offset()).isEqualTo("now");
    assertThat(request.cursor()).isEqualTo("7");
    assertThatThrownBy(() -> DurableRequest.of(Map.of("live", List.of("long-poll"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'offset'");
  }

  @Test
  void offsetsSortAsTheyFollowEachOther() {
    assertThat(new DurableOffset("e1", 9)).hasToString("e1_0000000000000009");
    assertThat(new DurableOffset("e1", 10).toString())
        .isGreaterThan(new DurableOffset("e1", 9).toString());
    assertThat(DurableOffset.parse("e1_0000000000000010")).hasValue(new DurableOffset("e1", 10));
    assertThat(offset("e1_0000000000000010").offset()).isEqualTo("e1_0000000000000010");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-2",
        "NOW",
        "0",
        "e1-9",
        "e1_9",
        "_0000000000000009",
        "e1_00000000000000010",
        "e1_000000000000000x",
        "e1_0000000000000009\n",
        "e1_0000000000000009,e1_0000000000000010"
      })
  void whatIsNoOffsetIsRefusedByName(String offset) {
    assertThatThrownBy(() -> offset(offset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'offset'");
  }

  @Test
  void parametersThatAreThereTwiceAndOtherModesAreRefused() {
    assertThatThrownBy(() -> DurableRequest.of(Map.of("offset", List.of("-1", "-1"))))
        .hasMessageContaining("'offset'");
    assertThatThrownBy(() -> DurableRequest.of(Map.of("live", List.of("ws"))))
        .hasMessageContaining("'live'");
  }

  @Test
  void tagsAreComparedOneByOne() {
    DurableRequest request = offset("-1").ifNoneMatch("\"a\", W/\"b\"");

    assertThat(request.has("\"a\"")).isTrue();
    assertThat(request.has("\"b\"")).isTrue();
    assertThat(request.has("\"c\"")).isFalse();
    assertThat(offset("-1").has("\"a\"")).isFalse();
    assertThat(offset("-1").ifNoneMatch("*").has("\"a\"")).isTrue();
  }
}
