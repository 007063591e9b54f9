/**
 * The contract of a dialect: what clients of any kind rely on, whatever their words. A subclass
 * gives the dialect, and a client that reads it.
 */
@NullMarked
package dev.tidings.testkit.dialect;

import org.jspecify.annotations.NullMarked;
