package dev.tidings.openai;

import dev.tidings.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the vectors of one batch, in whatever order they come, and checks that they are all there
 * and of one length. Used by the calling thread alone; begins anew with each try.
 */
final class EmbeddingBody implements Attempt.Reader {
  private static final int MOST_DIMENSIONS = 65_536;
  private static final int LONGEST_NUMBER = 32;
  private static final int LONGEST_TEXT = 4 * 4 * MOST_DIMENSIONS / 3 + 4;
  private static final JsonFactory JSON = ChunkParser.factory(LONGEST_TEXT);

  private static final float[] MISSING = {};

  private final int count;
  private final @Nullable Integer dimensions;
  private final AttemptTimer.Limit silence;
  private final StopSignal stop;
  private @Nullable ApiKey key;
  private float[][] vectors;
  private boolean finished;

  /**
   * A body of vectors.
   *
   * @param count how many there must be
   * @param dimensions how long each must be, or null if they only have to agree
   * @param silence how long between two pieces
   */
  EmbeddingBody(
      int count, @Nullable Integer dimensions, AttemptTimer.Limit silence, StopSignal stop) {
    this.count = count;
    this.dimensions = dimensions;
    this.silence = silence;
    this.stop = stop;
    this.vectors = missing(count);
  }

  private static float[][] missing(int count) {
    float[][] none = new float[count][];
    Arrays.fill(none, MISSING);
    return none;
  }

  /** Forgets what a try before has read. */
  void begin(@Nullable ApiKey newKey) {
    key = newKey;
    vectors = missing(count);
    finished = false;
  }

  /** All vectors, in the order of the texts. */
  List<float[]> vectors() {
    return List.of(vectors);
  }

  @Override
  public boolean begun() {
    return false;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public void read(Response response, AttemptTimer timer, Call call) throws IOException {
    BufferedSource source = response.body().source();
    BodyKind kind = BodyKind.of(source, response.header("Content-Encoding"), LONGEST_TEXT);
    if (kind != BodyKind.JSON) {
      throw AttemptFailure.last(
          FailureCode.LLM_UNAVAILABLE,
          "the endpoint answered with something else than JSON; check baseUrl",
          null);
    }
    BoundedBody body =
        new BoundedBody(
            source.inputStream(),
            (long) count * MOST_DIMENSIONS * LONGEST_NUMBER,
            () -> timer.start(silence));
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      root(json);
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      // Without the cause: its text quotes the answer.
      throw wrong("malformed JSON");
    }
    check();
    finished = true;
    timer.stop();
    Tail.keepOrClose(source, call);
  }

  private void root(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw wrong("no object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("data") && value == JsonToken.START_ARRAY) {
        int place = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          stop.check();
          vector(json, place++);
        }
      } else if (name.equals("error")) {
        failIf(ErrorParser.read(json));
      } else {
        json.skipChildren();
      }
    }
  }

  private void failIf(@Nullable ErrorReport report) {
    if (report != null) {
      throw AttemptFailure.judged(
          report.code(), report.behind("the endpoint reported an error", key), null);
    }
  }

  /** The index counts, and where there is none, the place in the list. */
  private void vector(JsonParser json, int place) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("a vector that is no object");
    }
    long index = place;
    float[] vector = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? Json.count(json) : place;
        case "embedding" -> vector = numbers(json, value);
        default -> json.skipChildren();
      }
    }
    if (vector == null || index >= count) {
      throw wrong(vector == null ? "a vector without numbers" : "a vector for no text");
    }
    vectors[(int) index] = vector;
  }

  private static float[] numbers(JsonParser json, JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return base64(json.getBinaryValue());
    }
    if (value != JsonToken.START_ARRAY) {
      throw wrong("a vector without numbers");
    }
    float[] numbers = new float[1024];
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (length == MOST_DIMENSIONS) {
        throw wrong("a vector of more than " + MOST_DIMENSIONS + " numbers");
      }
      if (length == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * length);
      }
      JsonToken number = json.currentToken();
      if (number != JsonToken.VALUE_NUMBER_FLOAT && number != JsonToken.VALUE_NUMBER_INT) {
        throw wrong("a vector with something else than numbers");
      }
      numbers[length++] = json.getFloatValue();
    }
    return Arrays.copyOf(numbers, length);
  }

  private static float[] base64(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw wrong("a vector that is cut");
    }
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  private void check() {
    int length = dimensions == null ? -1 : dimensions;
    for (float[] vector : vectors) {
      if (vector == MISSING) {
        throw wrong("a vector too few");
      }
      length = length < 0 ? vector.length : length;
      if (vector.length != length || length == 0) {
        throw wrong("a vector of " + vector.length + " numbers in place of " + length);
      }
      for (float number : vector) {
        if (!Float.isFinite(number)) {
          throw wrong("a vector with a number out of range");
        }
      }
    }
  }

  private static AttemptFailure wrong(String what) {
    return AttemptFailure.broken(false, "the endpoint sent " + what, null);
  }
}
