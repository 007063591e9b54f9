/**
 * The oracle as a tool of the Model Context Protocol: a client asks, is told how far the answer is,
 * and gets it.
 */
@NullMarked
package dev.tidings.examples.mcp;

import org.jspecify.annotations.NullMarked;
