/** Server-Sent Events for Tidings tasks over any host's response. */
module dev.tidings.sse {
  requires transitive dev.tidings;
  requires transitive dev.tidings.dialects;
  requires static jakarta.servlet;
  requires static org.eclipse.jetty.ee10.servlet;
  requires static org.eclipse.jetty.http;
  requires static org.eclipse.jetty.io;
  requires static org.eclipse.jetty.server;
  requires static org.eclipse.jetty.util;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings.sse;
}
