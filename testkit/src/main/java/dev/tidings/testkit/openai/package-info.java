/**
 * What endpoints that speak OpenAI's chat completions send, right and wrong. {@link
 * dev.tidings.testkit.openai.ChatFaults} is the table of what can go wrong, with how it must end.
 */
@NullMarked
package dev.tidings.testkit.openai;

import org.jspecify.annotations.NullMarked;
