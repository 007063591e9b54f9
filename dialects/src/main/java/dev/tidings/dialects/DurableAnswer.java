package dev.tidings.dialects;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How to answer a read of Durable Streams that is no event stream. It is immutable. */
public final class DurableAnswer {
  private static final byte[] NONE = {};

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  DurableAnswer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body;
  }

  static DurableAnswer withoutBody(int status, Map<String, String> headers) {
    return new DurableAnswer(status, headers, NONE);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers to send with the status. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body, which may be empty; not to be changed. */
  public byte[] body() {
    return body;
  }
}
