package dev.tidings.sse.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes JSON objects as frames of an event stream. JSON escapes every line break, so a frame has
 * one data line. A text with half a surrogate pair has no UTF-8 form; its object is written in
 * ASCII escapes, out of which a parser reads that half again.
 */
final class JsonFrames {
  private static final JsonFactory UTF8 =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final JsonFactory ASCII =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonFrames() {}

  /**
   * One frame.
   *
   * @param id null for an event that is not stored
   * @param fields writes the fields of the object
   */
  static byte[] frame(@Nullable String id, Consumer<JsonGenerator> fields) {
    try {
      return frame(UTF8, id, fields);
    } catch (JacksonException halfPair) {
      return frame(ASCII, id, fields);
    }
  }

  private static byte[] frame(
      JsonFactory json, @Nullable String id, Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    if (id != null) {
      write(out, "id: ");
      write(out, id);
      out.write('\n');
    }
    write(out, "data: ");
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeStartObject();
      fields.accept(generator);
      generator.writeEndObject();
    }
    write(out, "\n\n");
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
