package dev.tidings.openai;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A request body that tells when it starts to leave and when it has left. OkHttp's own event for it
 * comes while a small body still sits in a buffer; this one flushes first.
 */
final class JsonBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  /** Is told, on the thread that sends. */
  interface Watcher {
    /** The connection is there, and the body leaves. */
    void leaving();

    /** The body has left. */
    void left();

    /** Whether OkHttp may send it again by itself. */
    boolean mayBeRepeated();
  }

  private final byte[] json;
  private final Watcher watcher;

  JsonBody(byte[] json, Watcher watcher) {
    this.json = json;
    this.watcher = watcher;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return json.length;
  }

  /** Asked by OkHttp at the moment when it would repeat the request, and at no other. */
  @Override
  public boolean isOneShot() {
    return !watcher.mayBeRepeated();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    watcher.leaving();
    sink.write(json);
    sink.flush();
    watcher.left();
  }
}
