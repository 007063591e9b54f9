@NullMarked
package dev.tidings.examples.mcp;

import org.jspecify.annotations.NullMarked;
