package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Lets only requests in whose query can be read. The container drops a parameter that it cannot
 * decode, and would answer another request than the one that was made.
 */
final class WellFormedQuery implements Handler {
  @Override
  public void handle(Context context) {
    String query = context.queryString();
    if (query != null && query.indexOf('%') >= 0 && !decodes(query)) {
      throw Problem.malformedQuery();
    }
  }

  /** Whether a query, or a part of one, is UTF-8 in percent-encoding. */
  static boolean decodes(String query) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    for (int i = 0; i < query.length(); i++) {
      if (query.charAt(i) != '%') {
        // Ends a character that is incomplete, as it would in the whole.
        escaped.write('.');
        continue;
      }
      int high = i + 2 < query.length() ? Character.digit(query.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(query.charAt(i + 2), 16) : -1;
      if (low < 0) {
        return false;
      }
      escaped.write(high * 16 + low);
      i += 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(escaped.toByteArray()));
      return true;
    } catch (CharacterCodingException wrong) {
      return false;
    }
  }
}
