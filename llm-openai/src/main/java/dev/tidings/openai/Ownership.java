package dev.tidings.openai;

import okhttp3.OkHttpClient;

/** Whose client it is, and so who closes it. */
enum Ownership {
  /** The model's own, closed with it. */
  OWN_CLIENT,
  /** The host's, which it closes itself. */
  HOSTS_CLIENT;

  /** Closes the idle connections of a client of one's own; running calls go on. */
  void close(OkHttpClient client) {
    if (this == OWN_CLIENT) {
      client.connectionPool().evictAll();
    }
  }
}
