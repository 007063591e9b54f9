/** Follows the tasks of a Tidings server from another JVM. */
module dev.tidings.client {
  requires transitive java.net.http;
  requires tools.jackson.core;
  requires org.slf4j;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings.client;
}
