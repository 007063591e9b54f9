package dev.tidings.openai;

import static dev.tidings.openai.Models.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.testkit.chat.RecordingChatListener;
import java.io.IOException;
import java.util.List;
import mockwebserver3.MockWebServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class StreamedTextPropertyTest {
  private static final MockWebServer server = new MockWebServer();

  @BeforeContainer
  static void start() throws IOException {
    server.start();
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  @Property(tries = 200)
  void whateverIsStreamedComesOutPieceByPiece(@ForAll("pieces") List<String> pieces)
      throws Exception {
    server.enqueue(Sse.response(Sse.contents(pieces), Sse.STOP, Sse.DONE));
    RecordingChatListener recorder = new RecordingChatListener();
    try (OpenAiChatModel model = Models.at(server.url("/v1").toString()).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());
    }

    assertThat(recorder.pieces())
        .isEqualTo(pieces.stream().filter(piece -> !piece.isEmpty()).toList());
  }

  /** Whole code points of any kind, and the texts that stream formats like to stumble over. */
  @Provide
  Arbitrary<List<String>> pieces() {
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
            .list()
            .ofMaxSize(12)
            .map(
                codePoints -> {
                  StringBuilder text = new StringBuilder();
                  codePoints.forEach(text::appendCodePoint);
                  return text.toString();
                });
    Arbitrary<String> awkward =
        Arbitraries.of(
            "", " ", "\n", "\r\n", "\r", "\u2028", "\u0000", "[DONE]", "data: x", "\"", "\\", "🐉",
            "消息");
    return Arbitraries.oneOf(any, awkward).list().ofMaxSize(20);
  }
}
