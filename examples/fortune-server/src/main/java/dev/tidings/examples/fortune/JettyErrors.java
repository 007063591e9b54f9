package dev.tidings.examples.fortune;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Tells what Jetty refuses before a route sees it, such as a path that is not UTF-8. */
final class JettyErrors extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Problem problem = Problem.ofContainer(code);
    String path = String.valueOf(request.getHttpURI().getPath());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.type(path));
    problem.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(Json.bytes(path, problem)), callback);
  }
}
