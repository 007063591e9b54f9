package dev.tidings.sse.durable;

import java.util.Map;

/** A request that is answered with an error. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  Refused(int status, String why) {
    this(status, why, Map.of());
  }

  Refused(int status, String why, Map<String, String> headers) {
    super(why);
    this.status = status;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
