/**
 * A temple's oracle on Javalin: {@link dev.tidings.examples.fortune.FortuneServer} wires the
 * modules of Tidings together.
 */
@NullMarked
package dev.tidings.examples.fortune;

import org.jspecify.annotations.NullMarked;
