package dev.tidings.websocket.internal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks the connection of a WebSocket at once, on any thread. Jakarta WebSocket has no call for
 * that (jakartaee/websocket issue 216), but the containers have, by names that differ. Tomcat tries
 * for a millisecond to say 1002 first, which no client takes for the end.
 */
final class Breaker {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.websocket");

  /** How long Tomcat tries to tell a client that its connection is about to be broken. */
  private static final String TOMCAT_LAST_WORD =
      "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

  private Breaker() {}

  /** How to break that WebSocket; null where nobody knows how. */
  static @Nullable Runnable of(Session socket) {
    // Jetty's, whichever Jakarta version its class is for.
    Method abort = method(socket, "abort");
    if (abort != null) {
      return () -> call(abort, socket);
    }
    Method close = method(socket, "doClose", CloseReason.class, CloseReason.class, boolean.class);
    if (close != null) {
      return () -> breakOnTomcat(close, socket);
    }
    return null;
  }

  private static void breakOnTomcat(Method close, Session socket) {
    try {
      socket.getUserProperties().put(TOMCAT_LAST_WORD, 1L);
    } catch (IllegalStateException closed) {
      return;
    }
    CloseReason broken = new CloseReason(CloseCodes.CLOSED_ABNORMALLY, "");
    call(close, socket, broken, broken, true);
  }

  private static @Nullable Method method(Session socket, String name, Class<?>... types) {
    try {
      return socket.getClass().getMethod(name, types);
    } catch (NoSuchMethodException anotherContainer) {
      return null;
    }
  }

  private static void call(Method method, Session socket, Object... arguments) {
    try {
      method.invoke(socket, arguments);
    } catch (IllegalAccessException | InvocationTargetException fault) {
      log.warn("WebSocket {} could not be broken", socket.getId(), fault);
    }
  }
}
