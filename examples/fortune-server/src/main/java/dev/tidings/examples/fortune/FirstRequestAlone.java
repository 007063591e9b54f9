package dev.tidings.examples.fortune;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Lets no request in before the first has been through. Javalin 7.2 sets itself up with its first
 * request, without a lock, and answers 500 to some that come at the same moment.
 */
final class FirstRequestAlone implements Filter {
  private volatile boolean over;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (over || !first(request, response, chain)) {
      chain.doFilter(request, response);
    }
  }

  private synchronized boolean first(
      ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (over) {
      return false;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      over = true;
    }
    return true;
  }
}
