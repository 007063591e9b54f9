package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

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
          OperationsRoutes.TOKENS);

  @Override
  public void handle(Context context) {
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    if (PRIVATE.stream().anyMatch(context.path()::startsWith)) {
      context.header("Cache-Control", "no-store");
    }
  }
}
