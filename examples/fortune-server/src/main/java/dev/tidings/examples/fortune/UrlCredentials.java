package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes tokens and tickets out of the URLs of requests. What stands behind it sees {@value #HIDDEN}
 * in their place, so that they get into no log, whoever writes it; the gate asks here for them.
 */
final class UrlCredentials extends Handler.Wrapper {
  static final String TOKEN = "token";
  static final String TICKET = "ticket";

  private static final List<String> NAMES = List.of(TOKEN, TICKET);
  private static final String HIDDEN = "hidden";
  private static final String ATTRIBUTE = UrlCredentials.class.getName() + ".";

  /** What the URL had under that name, the first if it stood there more than once. */
  static Optional<String> of(HttpServletRequest request, String name) {
    return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE + name));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String query = request.getHttpURI().getQuery();
    if (query == null || query.isEmpty()) {
      return super.handle(request, response, callback);
    }
    String hidden =
        Stream.of(query.split("&", -1))
            .map(parameter -> hide(request, parameter))
            .collect(Collectors.joining("&"));
    return super.handle(
        hidden.equals(query) ? request : new Rewritten(request, hidden), response, callback);
  }

  private static String hide(Request request, String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0 || !WellFormedQuery.decodes(parameter)) {
      // No route takes a request whose query cannot be decoded.
      return parameter;
    }
    String name = URLDecoder.decode(parameter.substring(0, equals), UTF_8);
    if (!NAMES.contains(name)) {
      return parameter;
    }
    String value = URLDecoder.decode(parameter.substring(equals + 1), UTF_8);
    if (request.getAttribute(ATTRIBUTE + name) == null) {
      request.setAttribute(ATTRIBUTE + name, value);
    }
    return name + "=" + HIDDEN;
  }

  /** A request with another query. */
  private static final class Rewritten extends Request.Wrapper {
    private final HttpURI uri;

    Rewritten(Request wrapped, String query) {
      super(wrapped);
      uri = HttpURI.build(wrapped.getHttpURI()).query(query).asImmutable();
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }
  }
}
