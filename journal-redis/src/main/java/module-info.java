/** A journal on Redis Streams or Valkey. */
module dev.tidings.redis {
  requires transitive dev.tidings;
  requires lettuce.core;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.tidings.redis;
}
