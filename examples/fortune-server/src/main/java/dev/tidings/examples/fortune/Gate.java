package dev.tidings.examples.fortune;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.http.HttpServletRequest;
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
  private final Tickets tickets;

  Gate(Tokens tokens, Tickets tickets) {
    this.tokens = tokens;
    this.tickets = tickets;
  }

  /** Asks for the Authorization header. */
  Handler require(IdentifiedHandler handler) {
    return context ->
        handler.handle(context, tokens.verify(fromHeader(context.req()).orElse(null)));
  }

  /**
   * Takes a token or a ticket in the URL too, because a browser's EventSource sends no headers. The
   * header counts before the token, and that before the ticket, which is good for the task that the
   * path names.
   */
  Handler requireForStream(IdentifiedHandler handler) {
    return context ->
        handler.handle(context, identify(context.req(), context.pathParam("task_id")));
  }

  /** Who asks for the stream of that task. */
  Identity identify(HttpServletRequest request, String taskId) {
    Optional<String> token =
        fromHeader(request).or(() -> UrlCredentials.of(request, UrlCredentials.TOKEN));
    Optional<String> ticket = UrlCredentials.of(request, UrlCredentials.TICKET);
    return token.isEmpty() && ticket.isPresent()
        ? tickets.verify(ticket.get(), taskId)
        : tokens.verify(token.orElse(null));
  }

  private static Optional<String> fromHeader(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .map(
            header ->
                header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? header.substring(SCHEME.length()).strip()
                    : "not a bearer token");
  }
}
