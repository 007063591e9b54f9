package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;

/** Lets only those in who show a token. */
final class Gate {
  private static final String SCHEME = "bearer ";

  /** A handler that knows who asks. */
  @FunctionalInterface
  interface IdentifiedHandler {
    void handle(Context context, Identity identity) throws Exception;
  }

  private final Tokens tokens;

  Gate(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Asks for the Authorization header. */
  Handler require(IdentifiedHandler handler) {
    return context -> handler.handle(context, tokens.verify(fromHeader(context).orElse(null)));
  }

  /** Takes {@code ?token=} too, because a browser's EventSource sends no headers. */
  Handler requireForStream(IdentifiedHandler handler) {
    return context ->
        handler.handle(
            context,
            tokens.verify(
                fromHeader(context)
                    .or(() -> Optional.ofNullable(context.queryParam("token")))
                    .orElse(null)));
  }

  private static Optional<String> fromHeader(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .map(
            header ->
                header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? header.substring(SCHEME.length()).strip()
                    : "not a bearer token");
  }
}
