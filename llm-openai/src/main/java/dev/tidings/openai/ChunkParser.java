package dev.tidings.openai;

import dev.tidings.TokenUsage;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads chunks, one JSON value after another, without a tree: one parser serves a whole stream, and
 * what nobody needs is passed over. After an exception it cannot be used any more. Used by one
 * thread.
 */
final class ChunkParser {
  private static final int DEEPEST = 64;

  private final JsonParser json;
  private final Chunk chunk;
  private final ChoiceParser choices;
  private ErrorParser.@Nullable Words words;

  private ChunkParser(JsonParser json, Chunk chunk, ChoiceParser choices) {
    this.json = json;
    this.chunk = chunk;
    this.choices = choices;
  }

  /** A factory whose parsers take texts up to a length, in UTF-16 units, and not much nesting. */
  static JsonFactory factory(int longestText) {
    return JsonFactory.builder()
        // What was opened by others is closed by them.
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(longestText)
                .maxNestingDepth(DEEPEST)
                .build())
        .build();
  }

  /**
   * A parser of what the stream brings; reads its first bytes at once.
   *
   * @param chunk is filled with each value
   */
  static ChunkParser of(JsonFactory factory, InputStream in, Chunk chunk, boolean logprobs) {
    JsonParser json = factory.createParser(ObjectReadContext.empty(), in);
    return new ChunkParser(json, chunk, new ChoiceParser(json, chunk, logprobs));
  }

  /**
   * Fills the chunk with the next value.
   *
   * @return false if there is none
   * @throws tools.jackson.core.JacksonException if it is no JSON, or cannot be read
   */
  boolean next() {
    chunk.clear();
    JsonToken first = json.nextToken();
    if (first == null) {
      return false;
    }
    if (first == JsonToken.START_ARRAY) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        root();
      }
      while (json.currentToken() != JsonToken.END_ARRAY) {
        json.nextToken();
        json.skipChildren();
      }
    } else if (first == JsonToken.START_OBJECT) {
      root();
    } else {
      throw new StreamReadException(json, "neither an object nor an array");
    }
    return true;
  }

  /**
   * Makes sure that nothing follows in the same event.
   *
   * @throws StreamReadException if something does
   */
  void checkNothingFollows() {
    json.releaseBuffered(
        new OutputStream() {
          @Override
          public void write(int b) {
            if (b > ' ') {
              throw new StreamReadException(json, "text after the end of the value");
            }
          }
        });
  }

  /** What the value says if it is an error as a whole, whatever its form. */
  ErrorReport asError() {
    if (chunk.error != null) {
      return chunk.error;
    }
    return words == null ? ErrorReport.unnamed() : words.judge();
  }

  private void root() {
    boolean isError = false;
    words = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "choices" -> choices.readList();
        case "model" -> chunk.model = Json.sameOrNew(json, chunk.model);
        case "usage" -> chunk.usage = usage();
        case "x_groq" -> groq();
        case "error" -> chunk.error = ErrorParser.read(json);
        case "object" -> isError = Json.text(json).equals("error");
        case "type", "code", "status" -> {
          words = words == null ? new ErrorParser.Words() : words;
          words.add(json);
        }
        default -> json.skipChildren();
      }
    }
    if (isError) {
      chunk.error = asError();
    }
  }

  private void groq() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("usage")) {
        chunk.usage = usage();
      } else {
        json.skipChildren();
      }
    }
  }

  private @Nullable TokenUsage usage() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return chunk.usage;
    }
    long prompt = -1;
    long completion = -1;
    long total = -1;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "prompt_tokens" -> prompt = Json.count(json);
        case "completion_tokens" -> completion = Json.count(json);
        case "total_tokens" -> total = Json.count(json);
        default -> json.skipChildren();
      }
    }
    if (prompt < 0 && completion < 0) {
      return chunk.usage;
    }
    prompt = Math.max(0, prompt);
    completion = Math.max(0, completion);
    return new TokenUsage(prompt, completion, total < 0 ? prompt + completion : total);
  }
}
