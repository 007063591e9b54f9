/**
 * What workers want to be true of their tasks, as entries that any process can make the same state
 * of.
 */
@NullMarked
package dev.tidings.journal;

import org.jspecify.annotations.NullMarked;
