/** Contracts for implementations of the core's ports, and servers that misbehave on demand. */
module dev.tidings.testkit {
  requires transitive dev.tidings;
  requires transitive dev.tidings.testkit.time;
  requires transitive org.junit.jupiter.api;
  requires java.net.http;
  requires org.assertj.core;
  requires tools.jackson.databind;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.tidings.testkit.chat;
  exports dev.tidings.testkit.dialect;
  exports dev.tidings.testkit.hub;
  exports dev.tidings.testkit.journal;
  exports dev.tidings.testkit.openai;
  exports dev.tidings.testkit.retrieval;
  exports dev.tidings.testkit.server;
  exports dev.tidings.testkit.sink;
  exports dev.tidings.testkit.stream;
}
