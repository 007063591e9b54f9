/** Tests of the chat model against endpoints that behave, and against some that do not. */
@NullMarked
package dev.tidings.openai;

import org.jspecify.annotations.NullMarked;
