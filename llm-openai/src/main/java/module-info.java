/** A streaming chat model and an embedder for any endpoint that speaks OpenAI's protocol. */
module dev.tidings.openai {
  requires transitive dev.tidings;
  requires transitive okhttp3;
  requires okio;
  requires tools.jackson.core;
  requires dev.failsafe.core;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.tidings.openai;
}
