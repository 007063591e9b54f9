/** The contract of a chat model, and what its tests are made of. */
@NullMarked
package dev.tidings.testkit.chat;

import org.jspecify.annotations.NullMarked;
