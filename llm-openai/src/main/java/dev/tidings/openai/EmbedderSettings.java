package dev.tidings.openai;

import org.jspecify.annotations.Nullable;

/**
 * How an embedder is asked. Immutable; shared by all calls.
 *
 * @param endpoint where it is
 * @param model by the endpoint's name for it
 * @param dimensions how many numbers a vector must have, or null for whatever comes
 * @param encoding how numbers travel
 * @param batchSize how many texts go in one request
 * @param answer how long until an answer begins, and then between two pieces of it
 */
record EmbedderSettings(
    Endpoint endpoint,
    String model,
    @Nullable Integer dimensions,
    OpenAiEmbedderBuilder.Encoding encoding,
    int batchSize,
    AttemptTimer.Limit answer) {}
