package dev.tidings.openai;

import dev.tidings.rag.ChatOptions;
import java.time.Duration;
import tools.jackson.core.json.JsonFactory;

/**
 * How a chat model is asked, and what its answers may be like. Immutable; shared by all calls.
 *
 * @param endpoint where it is
 * @param model by the endpoint's name for it
 * @param options what requests leave open
 * @param firstToken how long until the first token
 * @param silence how long between two tokens
 * @param maxAnswerLength in UTF-16 units
 * @param maxEventBytes how much one event of a stream may take
 * @param json makes parsers that keep to these bounds
 */
record ChatSettings(
    Endpoint endpoint,
    String model,
    ChatOptions options,
    AttemptTimer.Limit firstToken,
    AttemptTimer.Limit silence,
    int maxAnswerLength,
    int maxEventBytes,
    JsonFactory json) {

  private static final int SHORTEST_TEXT = 64 * 1024;

  /** How long to wait for the usage once the model has finished. */
  static final AttemptTimer.Limit EPILOGUE =
      new AttemptTimer.Limit("no end of the stream within", Duration.ofMillis(250));

  static ChatSettings of(
      Endpoint endpoint,
      String model,
      ChatOptions options,
      Duration firstToken,
      Duration silence,
      int maxAnswerLength,
      int maxEventBytes) {
    return new ChatSettings(
        endpoint,
        model,
        options,
        new AttemptTimer.Limit("no content within the first-token time-out", firstToken),
        new AttemptTimer.Limit("no further content within the idle time-out", silence),
        maxAnswerLength,
        maxEventBytes,
        ChunkParser.factory(Math.max(SHORTEST_TEXT, maxAnswerLength)));
  }

  /**
   * The bytes of an answer that does not come in events. It is not kept, only its texts are, which
   * have bounds of their own; so this only ends what would never end.
   */
  long maxBodyBytes() {
    return SHORTEST_TEXT + 16L * maxAnswerLength;
  }
}
