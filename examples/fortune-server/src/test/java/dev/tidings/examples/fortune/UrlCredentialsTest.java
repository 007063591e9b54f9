package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who stands behind it finds no credential in a URL. */
class UrlCredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "token=s3cret, token=hidden",
    "a=1&ticket=s3cret&last_event_id=x-1, a=1&ticket=hidden&last_event_id=x-1",
    "ticket=s3cret&ticket=s3cret, ticket=hidden&ticket=hidden",
    "%74icket=s3cret, ticket=hidden",
    "a=1, a=1",
    "token, token",
    "xtoken=1, xtoken=1"
  })
  void credentialsAreHiddenInTheUrl(String sent, String seen) throws Exception {
    CompletableFuture<String> query = new CompletableFuture<>();
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    UrlCredentials hiding = new UrlCredentials();
    hiding.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            query.complete(request.getHttpURI().getQuery());
            Response.writeError(request, response, callback, 404);
            return true;
          }
        });
    server.setHandler(hiding);
    server.start();
    try {
      String request = "GET /x?" + sent + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      RawReply reply = RawReply.to(connector.getLocalPort(), request);

      assertThat(query.getNow("none")).isEqualTo(seen);
      assertThat(new String(reply.text().getBytes(UTF_8), UTF_8)).doesNotContain("s3cret");
    } finally {
      server.stop();
    }
  }
}
