/** A streaming chat model for any endpoint that speaks OpenAI's chat completions. */
module dev.tidings.openai {
  requires transitive dev.tidings;
  requires transitive okhttp3;
  requires okhttp3.sse;
  requires tools.jackson.databind;
  requires dev.failsafe.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.tidings.openai;
}
