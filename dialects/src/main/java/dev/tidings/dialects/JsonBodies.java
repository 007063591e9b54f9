package dev.tidings.dialects;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes JSON objects as the bodies of messages. JSON escapes every line break, so a body is one
 * line. A text with half a surrogate pair has no UTF-8 form; its object is written in ASCII
 * escapes, out of which a parser reads that half again.
 */
final class JsonBodies {
  private static final JsonFactory UTF8 =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final JsonFactory ASCII =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonBodies() {}

  /**
   * One object.
   *
   * @param fields writes its fields; called again when the first way of writing cannot hold them
   */
  static byte[] object(Consumer<JsonGenerator> fields) {
    try {
      return object(UTF8, fields);
    } catch (JacksonException halfPair) {
      return object(ASCII, fields);
    }
  }

  private static byte[] object(JsonFactory json, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeStartObject();
      fields.accept(generator);
      generator.writeEndObject();
    }
    return out.toByteArray();
  }
}
