/**
 * Dialects: what clients read, each a way to say a task's events. {@link
 * dev.tidings.dialects.Dialects} gives them to a transport.
 */
@NullMarked
package dev.tidings.dialects;

import org.jspecify.annotations.NullMarked;
