/**
 * A chat model and an embedder behind any endpoint that speaks OpenAI's protocol. {@link
 * dev.tidings.openai.OpenAiChatModel}, {@link dev.tidings.openai.OpenAiEmbedder} and their builders
 * are all of it that a host sees, with the {@link dev.tidings.openai.Provider}s whose ways they
 * know.
 */
@NullMarked
package dev.tidings.openai;

import org.jspecify.annotations.NullMarked;
