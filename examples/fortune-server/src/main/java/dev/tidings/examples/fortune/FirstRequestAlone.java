package dev.tidings.examples.fortune;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/**
 * Lets no request in before the first has come to Javalin's handlers. Javalin 7.2 sets itself up
 * with its first request, without a lock, and answers 500 to some that come at the same moment.
 *
 * <p>It is the filter in front of Javalin and the first of its handlers: others wait for the first
 * request's way between the two, and not for what its client sends or takes.
 */
final class FirstRequestAlone implements Filter, Handler {
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch setUp = new CountDownLatch(1);

  /** Puts it in; before any other handler is added. */
  static void install(JavalinConfig config) {
    FirstRequestAlone first = new FirstRequestAlone();
    FilterHolder filter = new FilterHolder(first);
    filter.setAsyncSupported(true);
    config.jetty.modifyServletContextHandler(
        servlets -> servlets.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST)));
    config.routes.before(first);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (((HttpServletRequest) request).getRequestURI().startsWith(SocketRoute.PATH)) {
      // Not Javalin's.
      chain.doFilter(request, response);
      return;
    }
    if (begun.compareAndSet(false, true)) {
      try {
        chain.doFilter(request, response);
      } finally {
        setUp.countDown();
      }
      return;
    }
    try {
      setUp.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    }
    chain.doFilter(request, response);
  }

  @Override
  public void handle(Context context) {
    setUp.countDown();
  }
}
