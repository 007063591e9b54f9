package dev.tidings.sse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import java.io.IOException;

/**
 * Breaks the connection of a client that a {@link ServletSink} cuts off. Containers close a
 * connection when an asynchronous dispatch of a committed response throws, and the Servlet
 * specification has no other way to make them (jakartaee/servlet issue 98). So the sink dispatches
 * its request once more, and this filter, first in the chain, throws before anybody else sees it.
 *
 * <p>A container that scans the jars of an application for annotations finds it; elsewhere a host
 * registers it for {@link DispatcherType#ASYNC} and all paths, with asynchronous support.
 */
@WebFilter(
    filterName = "tidings-cut",
    urlPatterns = "/*",
    dispatcherTypes = DispatcherType.ASYNC,
    asyncSupported = true)
public final class CutFilter implements Filter {
  private static final String INSTALLED = CutFilter.class.getName() + ".installed";
  private static final String CUT = CutFilter.class.getName() + ".cut";

  /** The constructor is for containers. */
  public CutFilter() {}

  static boolean isInstalled(ServletContext context) {
    return Boolean.TRUE.equals(context.getAttribute(INSTALLED));
  }

  /** Has the container break the connection; false if it is over already. */
  static boolean cut(AsyncContext context) {
    try {
      context.getRequest().setAttribute(CUT, true);
      context.dispatch();
      return true;
    } catch (IllegalStateException over) {
      return false;
    }
  }

  @Override
  public void init(FilterConfig config) {
    config.getServletContext().setAttribute(INSTALLED, true);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (Boolean.TRUE.equals(request.getAttribute(CUT))) {
      throw new IOException("the event stream was cut off, as it was meant to be");
    }
    chain.doFilter(request, response);
  }
}
