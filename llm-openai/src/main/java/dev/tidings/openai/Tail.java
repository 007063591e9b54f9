package dev.tidings.openai;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.BufferedSource;

/**
 * What is left of a body when all that counts has come. Where its end comes at once, as it nearly
 * always does, the connection can be used again; a connection whose end does not come is closed,
 * for nobody should wait for it.
 */
final class Tail {
  private static final long PATIENCE_MILLIS = 5;
  private static final long LONGEST = 4 * 1024;

  private Tail() {}

  /** Reads to the end, if that is there, and closes the call otherwise. */
  static void keepOrClose(BufferedSource source, Call call) {
    try {
      source.timeout().deadline(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (!source.request(LONGEST)) {
        return;
      }
    } catch (IOException e) {
      // It did not come.
    }
    call.cancel();
  }
}
