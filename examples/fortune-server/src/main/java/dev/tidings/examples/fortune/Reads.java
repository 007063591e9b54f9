package dev.tidings.examples.fortune;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Registers what can be read: with GET, and with HEAD for its status and headers alone. */
final class Reads {
  private Reads() {}

  static void at(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }
}
