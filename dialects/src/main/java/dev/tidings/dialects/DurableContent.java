package dev.tidings.dialects;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the messages of a stream stand together, which its content type says (section 7). */
final class DurableContent {
  /** Messages of JSON are an array, texts are put together, other bytes too. */
  enum Form {
    JSON,
    TEXT,
    BYTES
  }

  private final String type;
  private final Form form;

  DurableContent(String type) {
    this.type = type;
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    this.form =
        media.equals("application/json")
            ? Form.JSON
            : media.startsWith("text/") ? Form.TEXT : Form.BYTES;
  }

  String type() {
    return type;
  }

  Form form() {
    return form;
  }

  /** The body of an answer that has those messages. */
  byte[] body(List<byte[]> messages) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (form != Form.JSON) {
      messages.forEach(body::writeBytes);
      return body.toByteArray();
    }
    body.write('[');
    for (int i = 0; i < messages.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(messages.get(i));
    }
    body.write(']');
    return body.toByteArray();
  }

  /** What an event of an event stream carries of a message. */
  byte[] event(byte[] message) {
    return switch (form) {
      case JSON -> body(List.of(message));
      case TEXT -> message;
      case BYTES -> Base64.getEncoder().encode(message);
    };
  }

  /** What an event stream's header says of it. */
  Map<String, String> eventHeaders() {
    return form == Form.BYTES ? Map.of("stream-sse-data-encoding", "base64") : Map.of();
  }
}
