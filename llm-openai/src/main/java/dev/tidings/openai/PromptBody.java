package dev.tidings.openai;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A request body that tells when it starts to leave and when it has left. OkHttp's own event for it
 * comes while a small body still sits in a buffer; this one flushes first.
 */
final class PromptBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final byte[] json;
  private final Runnable leaving;
  private final Runnable left;

  /**
   * A body to send once.
   *
   * @param leaving runs when the connection is there, on the calling thread, as does {@code left}
   */
  PromptBody(byte[] json, Runnable leaving, Runnable left) {
    this.json = json;
    this.leaving = leaving;
    this.left = left;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return json.length;
  }

  /** True, so that OkHttp repeats nothing by itself: every repetition is ours and counted. */
  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    leaving.run();
    sink.write(json);
    sink.flush();
    left.run();
  }
}
