package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;

/** Puts into each answer what browsers and caches must know of it. */
final class AnswerHeaders implements Handler {
  static final String CONTENT_POLICY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  /** What is one user's own, or a token. */
  private static final List<String> PRIVATE =
      List.of(
          ChatRoutes.STREAMING,
          ChatRoutes.ASYNC,
          AiSdkRoutes.CHAT,
          AgUiRoutes.RUN,
          DurableRoutes.STREAM,
          OperationsRoutes.TOKENS);

  /** For every answer. */
  static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          CONTENT_POLICY,
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer");

  @Override
  public void handle(Context context) {
    ALWAYS.forEach(context::header);
    if (PRIVATE.stream().anyMatch(context.path()::startsWith)) {
      context.header("Cache-Control", "no-store");
    }
  }
}
