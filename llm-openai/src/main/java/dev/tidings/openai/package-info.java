/**
 * A chat model for any endpoint that speaks OpenAI's chat completions. {@link
 * dev.tidings.openai.OpenAiChatModel} and its builder are all of it that a host sees.
 */
@NullMarked
package dev.tidings.openai;

import org.jspecify.annotations.NullMarked;
