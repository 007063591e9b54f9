package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.sse.testing.EventStreams;
import dev.tidings.sse.testing.Sent;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEncoderTest {
  @Test
  void anEventHasItsFieldsInOrder() {
    assertThat(text(SseEncoder.event("e1-7", "tick", "{}")))
        .isEqualTo("id: e1-7\nevent: tick\ndata: {}\n\n");
  }

  @Test
  void anEventWithoutIdAndNameIsOnlyData() {
    assertThat(text(SseEncoder.event(null, null, "{}"))).isEqualTo("data: {}\n\n");
  }

  @Test
  void everyKindOfLineBreakInTheDataBeginsALine() {
    assertThat(text(SseEncoder.event(null, null, "a\nb\r\nc\rd\n")))
        .isEqualTo("data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
  }

  @Test
  void emptyDataIsOneEmptyLine() {
    assertThat(text(SseEncoder.event("1", null, ""))).isEqualTo("id: 1\ndata: \n\n");
  }

  @Test
  void theRetryTimeIsInMilliseconds() {
    assertThat(text(SseEncoder.retry(Duration.ofSeconds(2)))).isEqualTo("retry: 2000\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "\r\n", "a\n", "\0", "a\0b"})
  void anIdThatAParserWouldCutOrIgnoreIsRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SseEncoder.event(id, null, "x"))
        .withMessageContaining("event id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "\r\n", "a\n"})
  void aNameWithALineBreakIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SseEncoder.event(null, name, "x"))
        .withMessageContaining("event name")
        .withMessageNotContaining("\n");
  }

  @Property
  void whatGoesInComesOutOfAParser(
      @ForAll("ids") @Nullable String id,
      @ForAll("names") @Nullable String name,
      @ForAll("data") String data) {
    byte[] stream = SseEncoder.event(id, name, data);

    assertThat(EventStreams.parse(stream))
        .containsExactly(new Sent(id, name, data.replaceAll("\r\n|\r", "\n")));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withChars(" :-_az09\u7C64\u2028\uFEFF")
        .ofMinLength(1)
        .ofMaxLength(12)
        .injectNull(0.2);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars(" :-_az09\u7C64\u2028\0")
        .ofMinLength(1)
        .ofMaxLength(12)
        .injectNull(0.2);
  }

  @Provide
  Arbitrary<String> data() {
    return Arbitraries.strings()
        .withChars(" :a\0\r\n\u0085\u2028\u2029\uFEFF\u7C64")
        .ofMaxLength(20);
  }

  private static String text(byte[] frame) {
    return new String(frame, UTF_8);
  }
}
